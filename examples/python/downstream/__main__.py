import pulumi

migration = pulumi.StackReference(pulumi.Config().require("migrationStack"))

pulumi.export("asyncTaskId", migration.require_output("asyncTaskId"))
pulumi.export("jobId", migration.require_output("jobId"))
