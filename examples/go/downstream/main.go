package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		stack := config.New(ctx, "").Require("migrationStack")
		migration, err := pulumi.NewStackReference(ctx, stack, nil)
		if err != nil {
			return err
		}
		ctx.Export("asyncTaskId", migration.GetOutput(pulumi.String("asyncTaskId")))
		ctx.Export("jobId", migration.GetOutput(pulumi.String("jobId")))
		return nil
	})
}
