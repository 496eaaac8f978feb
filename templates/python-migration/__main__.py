import pulumi
import pulumi_alicloud_mms as mms

config = pulumi.Config()

migration = mms.Migration(
    "migration",
    source_id=config.require("sourceId"),
    src_db_name=config.require("database"),
    wait=False,  # each run starts what may start and ends; `pulumi up --refresh` on a schedule goes on
    mapping={"dst_project_name": config.require("dstProject")},
    # The smallest wave first, so that what is wrong shows early. A later wave starts once the one before it has passed.
    waves=[
        {"name": "dimensions", "jobs": {"customers": {"tables": ["customers"]}}},
        {"name": "facts", "jobs": {"orders": {"tables": ["orders"]}}},
    ],
    job={"enable_verification": True, "max_retries": 3},
)

pulumi.export("phase", migration.phase)
pulumi.export("wave", migration.wave)
pulumi.export("progress", migration.progress)
pulumi.export("passed", migration.passed)
pulumi.export("verified", migration.verified)
