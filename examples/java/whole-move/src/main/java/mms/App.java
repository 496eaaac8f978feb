package mms;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.alicloudmms.DataSource;
import com.pulumi.alicloudmms.DataSourceArgs;
import com.pulumi.alicloudmms.DatabaseMapping;
import com.pulumi.alicloudmms.DatabaseMappingArgs;
import com.pulumi.alicloudmms.MetadataScan;
import com.pulumi.alicloudmms.MetadataScanArgs;
import com.pulumi.alicloudmms.MigrationGate;
import com.pulumi.alicloudmms.MigrationGateArgs;
import com.pulumi.alicloudmms.MigrationJob;
import com.pulumi.alicloudmms.MigrationJobArgs;
import com.pulumi.alicloudmms.enums.MigrationGateOnStall;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::move);
    }

    private static void move(Context context) {
        var settings = context.config();
        var database = settings.require("database");
        var project = settings.require("dstProject");

        var warehouse = new DataSource("warehouse", DataSourceArgs.builder()
            .type("HIVE")
            .networklink(settings.require("networklink"))
            .config(Map.of(
                "mc.default.project", project,
                "hive.metastore.urls", settings.require("metastore"),
                "hive.jdbc.url", settings.require("jdbcUrl"),
                "hive.jdbc.username", "migration"))
            .secretConfig(settings.requireSecret("hivePassword")
                .applyValue(password -> Map.<String, Object>of("hive.jdbc.password", password)))
            .testConnection(true)
            .build(), CustomResourceOptions.builder().deleteBeforeReplace(true).build());

        var scan = new MetadataScan("scan", MetadataScanArgs.builder().sourceId(warehouse.sourceId()).build());

        var landing = new DatabaseMapping("landing", DatabaseMappingArgs.builder()
            .sourceId(warehouse.sourceId())
            .dbName(database)
            .dstProjectName(project)
            .dstName("ods")
            .build(), after(scan));

        // The smallest wave first, so that what is wrong shows early.
        var dimensions = job("dimensions", warehouse, database, "customers", landing);
        var dimensionsArrived = gate("dimensionsArrived", warehouse, dimensions);
        var facts = job("facts", warehouse, database, "orders", dimensionsArrived);
        var factsArrived = gate("factsArrived", warehouse, facts);

        context.export("sourceId", warehouse.sourceId());
        context.export("jobIds", Output.all(idOf(dimensions), idOf(facts)));
        context.export("verified", factsArrived.verified());
    }

    private static MigrationJob job(String name, DataSource source, String database, String table, Resource previous) {
        return new MigrationJob(name, MigrationJobArgs.builder()
            .sourceId(source.sourceId())
            .srcDbName(database)
            .tables(table)
            .enableVerification(true)
            .build(), after(previous));
    }

    private static MigrationGate gate(String name, DataSource source, MigrationJob job) {
        return new MigrationGate(name, MigrationGateArgs.builder()
            .sourceId(source.sourceId())
            .jobIds(idOf(job).applyValue(List::of))
            .stallTimeout("1h")
            .onStall(MigrationGateOnStall.Fail)
            .build());
    }

    private static Output<String> idOf(MigrationJob job) {
        return job.jobId().applyValue(Optional::orElseThrow);
    }

    private static CustomResourceOptions after(Resource previous) {
        return CustomResourceOptions.builder().dependsOn(previous).deleteBeforeReplace(true).build();
    }
}
