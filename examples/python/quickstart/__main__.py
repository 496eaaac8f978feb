import pulumi
import pulumi_alicloud_mms as mms

config = pulumi.Config()

sales = mms.MigrationJob(
    "sales",
    source_id=config.require("sourceId"),  # a data source that MMS already knows
    src_db_name=config.require("database"),
    tables=config.require_object("tables"),
    wait_for=mms.MigrationJobWaitFor.COMPLETED,  # without it, `pulumi up` ends as soon as the job is created
)

pulumi.export("asyncTaskId", sales.async_task_id)
pulumi.export("jobId", sales.job_id)
pulumi.export("status", sales.status)
