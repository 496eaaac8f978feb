package mms;

import com.pulumi.Pulumi;
import com.pulumi.alicloudmms.MigrationJob;
import com.pulumi.alicloudmms.MigrationJobArgs;
import com.pulumi.alicloudmms.enums.MigrationJobWaitFor;
import com.pulumi.core.TypeShape;
import java.util.List;

public class App {
    public static void main(String[] args) {
        Pulumi.run(context -> {
            var settings = context.config();
            List<String> tables = settings.getObject("tables", TypeShape.list(String.class)).orElseThrow();
            var sales = new MigrationJob("sales", MigrationJobArgs.builder()
                .sourceId(settings.require("sourceId")) // a data source that MMS already knows
                .srcDbName(settings.require("database"))
                .tables(tables)
                // Without it, `pulumi up` ends as soon as the job is created.
                .waitFor(MigrationJobWaitFor.Completed)
                .build());
            context.export("asyncTaskId", sales.asyncTaskId());
            context.export("jobId", sales.jobId());
            context.export("status", sales.status());
        });
    }
}
