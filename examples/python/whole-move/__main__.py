import pulumi
import pulumi_alicloud_mms as mms

config = pulumi.Config()
database = config.require("database")
project = config.require("dstProject")

warehouse = mms.DataSource(
    "warehouse",
    type="HIVE",
    networklink=config.require("networklink"),
    config={
        "mc.default.project": project,
        "hive.metastore.urls": config.require("metastore"),
        "hive.jdbc.url": config.require("jdbcUrl"),
        "hive.jdbc.username": "migration",
    },
    secret_config={"hive.jdbc.password": config.require_secret("hivePassword")},
    test_connection=True,
    opts=pulumi.ResourceOptions(delete_before_replace=True),
)

scan = mms.MetadataScan("scan", source_id=warehouse.source_id)

landing = mms.DatabaseMapping(
    "landing",
    source_id=warehouse.source_id,
    db_name=database,
    dst_project_name=project,
    dst_name="ods",
    opts=pulumi.ResourceOptions(depends_on=[scan], delete_before_replace=True),
)


def wave(name: str, tables: list[str], after: pulumi.Resource) -> tuple[mms.MigrationJob, mms.MigrationGate]:
    """A job, and the gate behind which the next wave waits."""
    job = mms.MigrationJob(
        name,
        source_id=warehouse.source_id,
        src_db_name=database,
        tables=tables,
        enable_verification=True,
        opts=pulumi.ResourceOptions(depends_on=[after], delete_before_replace=True),
    )
    gate = mms.MigrationGate(
        f"{name}Arrived",
        source_id=warehouse.source_id,
        job_ids=[job.job_id],
        stall_timeout="1h",
        on_stall=mms.MigrationGateOnStall.FAIL,
    )
    return job, gate


# The smallest wave first, so that what is wrong shows early.
dimensions, dimensions_arrived = wave("dimensions", ["customers"], after=landing)
facts, facts_arrived = wave("facts", ["orders"], after=dimensions_arrived)

pulumi.export("sourceId", warehouse.source_id)
pulumi.export("jobIds", [dimensions.job_id, facts.job_id])
pulumi.export("verified", facts_arrived.verified)
