package mms;

import com.pulumi.Pulumi;
import com.pulumi.resources.StackReference;

public class App {
    public static void main(String[] args) {
        Pulumi.run(context -> {
            var migration = new StackReference(context.config().require("migrationStack"));
            context.export("asyncTaskId", migration.requireOutput("asyncTaskId"));
            context.export("jobId", migration.requireOutput("jobId"));
        });
    }
}
