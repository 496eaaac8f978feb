package main

import (
	"github.com/pulumi/pulumi-alicloud-mms/sdk/go/alicloudmms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(move)
}

func move(ctx *pulumi.Context) error {
	settings := config.New(ctx, "")
	database := pulumi.String(settings.Require("database"))
	project := pulumi.String(settings.Require("dstProject"))

	warehouse, err := alicloudmms.NewDataSource(ctx, "warehouse", &alicloudmms.DataSourceArgs{
		Type:        pulumi.String("HIVE"),
		Networklink: pulumi.String(settings.Require("networklink")),
		Config: pulumi.Map{
			"mc.default.project":  project,
			"hive.metastore.urls": pulumi.String(settings.Require("metastore")),
			"hive.jdbc.url":       pulumi.String(settings.Require("jdbcUrl")),
			"hive.jdbc.username":  pulumi.String("migration"),
		},
		SecretConfig: pulumi.Map{
			"hive.jdbc.password": settings.RequireSecret("hivePassword"),
		},
		TestConnection: pulumi.Bool(true),
	}, pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return err
	}

	scan, err := alicloudmms.NewMetadataScan(ctx, "scan", &alicloudmms.MetadataScanArgs{SourceId: warehouse.SourceId})
	if err != nil {
		return err
	}

	landing, err := alicloudmms.NewDatabaseMapping(ctx, "landing", &alicloudmms.DatabaseMappingArgs{
		SourceId:       warehouse.SourceId,
		DbName:         database,
		DstProjectName: project,
		DstName:        pulumi.String("ods"),
	}, pulumi.DependsOn([]pulumi.Resource{scan}), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return err
	}

	// A job, and the gate behind which the next wave waits.
	wave := func(name, table string, after pulumi.Resource) (*alicloudmms.MigrationJob, *alicloudmms.MigrationGate, error) {
		job, err := alicloudmms.NewMigrationJob(ctx, name, &alicloudmms.MigrationJobArgs{
			SourceId:           warehouse.SourceId,
			SrcDbName:          database,
			Tables:             pulumi.ToStringArray([]string{table}),
			EnableVerification: pulumi.Bool(true),
		}, pulumi.DependsOn([]pulumi.Resource{after}), pulumi.DeleteBeforeReplace(true))
		if err != nil {
			return nil, nil, err
		}
		gate, err := alicloudmms.NewMigrationGate(ctx, name+"Arrived", &alicloudmms.MigrationGateArgs{
			SourceId:     warehouse.SourceId,
			JobIds:       pulumi.StringArray{job.JobId.Elem()},
			StallTimeout: pulumi.String("1h"),
			OnStall:      alicloudmms.MigrationGateOnStallFail,
		})
		return job, gate, err
	}

	// The smallest wave first, so that what is wrong shows early.
	dimensions, dimensionsArrived, err := wave("dimensions", "customers", landing)
	if err != nil {
		return err
	}
	facts, factsArrived, err := wave("facts", "orders", dimensionsArrived)
	if err != nil {
		return err
	}

	ctx.Export("sourceId", warehouse.SourceId)
	ctx.Export("jobIds", pulumi.All(dimensions.JobId, facts.JobId))
	ctx.Export("verified", factsArrived.Verified)
	return nil
}
