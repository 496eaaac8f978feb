package main

import (
	"github.com/pulumi/pulumi-alicloud-mms/sdk/go/alicloudmms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		var tables []string
		settings.RequireObject("tables", &tables)
		sales, err := alicloudmms.NewMigrationJob(ctx, "sales", &alicloudmms.MigrationJobArgs{
			SourceId:  pulumi.String(settings.Require("sourceId")), // a data source that MMS already knows
			SrcDbName: pulumi.String(settings.Require("database")),
			Tables:    pulumi.ToStringArray(tables),
			// Without it, `pulumi up` ends as soon as the job is created.
			WaitFor: alicloudmms.MigrationJobWaitForCompleted,
		})
		if err != nil {
			return err
		}
		ctx.Export("asyncTaskId", sales.AsyncTaskId)
		ctx.Export("jobId", sales.JobId)
		ctx.Export("status", sales.Status)
		return nil
	})
}
