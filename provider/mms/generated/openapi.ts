// Generated from provider/mms/openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/api/v1/mms/datasources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List data sources
         * @description Lists data sources. Leaving out pageNum and pageSize returns everything.
         */
        get: operations["ListMmsDataSources"];
        put?: never;
        /**
         * Register a data source
         * @description Registers a source system and returns its id at once.
         */
        post: operations["CreateMmsDataSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a data source
         * @description Reads one data source. With withConfig=true the response holds secrets in clear text.
         */
        get: operations["GetMmsDataSource"];
        /**
         * Change, start, stop, rename or test a data source
         * @description The `action` field selects the kind of update.
         */
        put: operations["UpdateMmsDataSource"];
        post?: never;
        /**
         * Delete a data source
         * @description Deletes a data source together with its jobs and metadata.
         */
        delete: operations["DeleteMmsDataSource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/configItems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List configuration items of a source type
         * @description Tells which configuration keys a source type takes, with type, group and whether each is required.
         */
        get: operations["ListMmsDataSourceConfigItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a metadata scan
         * @description Pulls metadata from the source, whole or limited to a database or tables. Returns the scan id at once.
         */
        post: operations["CreateMmsFetchMetadataJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/scans/{scanId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a metadata scan
         * @description Reads progress and outcome of a scan.
         */
        get: operations["GetMmsFetchMetadataJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/dbs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List databases
         * @description Lists databases known for a source.
         */
        get: operations["ListMmsDbs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/dbs/{dbId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a database
         * @description Reads one database record.
         */
        get: operations["GetMmsDb"];
        /**
         * Change a database mapping or state
         * @description Sets destination project and schema, or resets the migration state.
         */
        put: operations["UpdateMmsDb"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tables
         * @description Lists tables known for a source.
         */
        get: operations["ListMmsTables"];
        /**
         * Change many tables at once
         * @description Sets destination project and schema, or resets the state, of several tables of one database.
         */
        put: operations["UpdateMmsTables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/tables/{tableId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a table
         * @description Reads one table record with its structure.
         */
        get: operations["GetMmsTable"];
        /**
         * Change a table mapping or state
         * @description Sets the destination of one table, or resets its migration state.
         */
        put: operations["UpdateMmsTable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List partitions
         * @description Lists partitions known for a source.
         */
        get: operations["ListMmsPartitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/partitions/{partitionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a partition
         * @description Reads one partition record.
         */
        get: operations["GetMmsPartition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List migration jobs
         * @description Lists jobs of a source.
         */
        get: operations["ListMmsJobs"];
        put?: never;
        /**
         * Create a migration job
         * @description Starts creating a job and returns an async task id. Poll GetMmsAsyncTask; its objectId is the job id. The job then runs by itself.
         */
        post: operations["CreateMmsJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/jobs/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a migration job
         * @description Reads one job with its settings and progress.
         */
        get: operations["GetMmsJob"];
        put?: never;
        /**
         * Delete a migration job
         * @description Deletes a job. The method is POST on the job path, not DELETE.
         */
        post: operations["DeleteMmsJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/jobs/{jobId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a stopped job
         * @description Resumes a job stopped earlier; new jobs need no start.
         */
        post: operations["StartMmsJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/jobs/{jobId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a job
         * @description Asks a job to stop. The STOP_JOB async task type suggests that stopping finishes later.
         */
        post: operations["StopMmsJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/jobs/{jobId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a failed job
         * @description Runs the failed tasks of a job again.
         */
        post: operations["RetryMmsJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/asyncTasks/{asyncTaskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an async task
         * @description Reads the state of an asynchronous task.
         */
        get: operations["GetMmsAsyncTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List migration tasks
         * @description Lists tasks of a source.
         */
        get: operations["ListMmsTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a migration task
         * @description Reads one task.
         */
        get: operations["GetMmsTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/tasks/{taskId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List logs of a task
         * @description Returns every log line of a task, unpaged.
         */
        get: operations["ListMmsTaskLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/tasks/{taskId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry one task
         * @description Runs one task again.
         */
        post: operations["RetryMmsTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/timers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List timers
         * @description Lists timers of a source.
         */
        get: operations["ListMmsTimers"];
        put?: never;
        /**
         * Create a timer
         * @description Creates a schedule that spawns jobs. Returns the timer id at once.
         */
        post: operations["CreateMmsTimer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/timers/{timerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a timer
         * @description Reads one timer with its settings.
         */
        get: operations["GetMmsTimer"];
        /**
         * Change a timer
         * @description Changes schedule, pause flag or table lists. Name and scope are fixed.
         */
        put: operations["UpdateMmsTimer"];
        post?: never;
        /**
         * Delete a timer
         * @description Deletes a timer.
         */
        delete: operations["DeleteMmsTimer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/timers/{timerId}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fire a timer now
         * @description Runs the timer once, at once.
         */
        post: operations["TriggerMmsTimer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mms/datasources/{sourceId}/timers/{timerId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List logs of a timer
         * @description Lists what a timer did.
         */
        get: operations["ListMmsTimerLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Overall state of a migration job.
         * @example DOING
         * @enum {string}
         */
        JobStatus: "INIT" | "DOING" | "DONE" | "FAILED";
        /**
         * @description Scope of a job. Returned only: the create bodies have no such field, the scope follows from which of `tables` / `partitions` is sent.
         * @example Tables
         * @enum {string}
         */
        JobType: "Database" | "Tables" | "Partitions";
        /**
         * @description Scope of the jobs a timer spawns. Letter case differs between pages (`TABLES` on ListMmsTimers, `Database`/`Tables`/`Partitions` in field notes); the GetMmsTimer example wrongly shows schedule names. Compare case-insensitively.
         * @example TABLES
         */
        TimerJobType: string;
        /**
         * @description Migration state kept per inventory object. Databases and tables use all five values, partitions never use PART_DONE.
         * @example DONE
         * @enum {string}
         */
        MigrationStatus: "INIT" | "DOING" | "DONE" | "FAILED" | "PART_DONE";
        /**
         * @description State of one physical migration task.
         * @example DATA_DOING
         * @enum {string}
         */
        TaskStatus: "INIT" | "SCHEMA_DOING" | "SCHEMA_DONE" | "SCHEMA_FAILED" | "DATA_DOING" | "DATA_DONE" | "DATA_FAILED" | "VERIFICATION_DOING" | "VERIFICATION_DONE" | "VERIFICATION_FAILED" | "DONE";
        /**
         * @description State of the data source instance (the runtime that reads the source).
         * @example STARTED
         * @enum {string}
         */
        DataSourceStatus: "STARTING" | "STARTED" | "START_FAILED" | "STOPPING" | "STOPPED" | "STOP_FAILED";
        /**
         * @description Kind of source system. Open set: documentation lists three upper-case values, the ListMmsDataSourceConfigItems example and public CLI usage show mixed case and more kinds.
         * @example BIGQUERY
         */
        DataSourceType: string;
        /**
         * @description Engine used to move the data. Deprecated in newer response documentation; omit it and the service picks from the data source type.
         * @example BIGQUERY
         */
        TaskType: string;
        /**
         * @description What the asynchronous task does.
         * @example TASK_CREATE
         */
        AsyncTaskType: string;
        /**
         * @description State of the asynchronous task. No enumeration is published; only DONE appears in examples. Use `running` = false plus `errorMsg` as the robust test.
         * @example DONE
         */
        AsyncTaskStatus: string;
        /**
         * @description State of a metadata scan. No enumeration is published; only SCAN_DOING appears in examples.
         * @example SCAN_DOING
         */
        ScanStatus: string;
        /**
         * @description How often a timer fires.
         * @example Daily
         * @enum {string}
         */
        ScheduleType: "Daily" | "Hourly";
        /**
         * @description Sort direction.
         * @example desc
         * @enum {string}
         */
        SortDirection: "asc" | "desc";
        /**
         * @description Which kind of update to perform.
         * @example UPDATE_CONFIG
         * @enum {string}
         */
        DataSourceAction: "UPDATE_CONFIG" | "START" | "STOP" | "RENAME";
        /**
         * @description Value type of a configuration item. GetMmsDataSource documents lower case (with `boolean` misspelt `booelan` in its value list); the ListMmsDataSourceConfigItems example is upper case. Compare case-insensitively.
         * @example string
         */
        ConfigItemType: string;
        /** @description Error body of the Alibaba Cloud gateway. Official SDKs read each key in either Pascal or camel case (Code/code, Message/message, RequestId/requestId/requestid, Description/description, AccessDeniedDetail/accessDeniedDetail), so a tolerant reader must as well. */
        ApiError: {
            /**
             * @description Error code. Matching on this is preferable to matching on the message.
             * @example Throttling.User
             */
            code?: string;
            /**
             * @description Human readable text.
             * @example Request was denied due to user flow control.
             */
            message?: string;
            /**
             * @description Id of the failed request.
             * @example 7F5DAD1C-9EC2-5FE5-97CF-BCE21B4ABA29
             */
            requestId?: string;
            /**
             * @description Endpoint that answered.
             * @example maxcompute.cn-shanghai.aliyuncs.com
             */
            hostId?: string;
            /** @description Link to a diagnosis page. */
            recommend?: string;
            /** @description Further text, when present. */
            description?: string;
            /** @description Details of a refused authorisation (missing action, principal, policy type). */
            accessDeniedDetail?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description One configuration item as embedded in ListMmsDataSources. */
        ConfigItemBase: {
            /**
             * @description Machine name of the item; the key to use in a `config` map.
             * @example mc.default.project
             */
            key?: string;
            /**
             * @description Localised label.
             * @example MaxCompute Default Project
             */
            name?: string;
            /**
             * @description Localised description.
             * @example MaxCompute Default Project
             */
            desc?: string;
            /**
             * @description Hint shown in an empty input.
             * @example project
             */
            placeHolder?: string;
            type?: components["schemas"]["ConfigItemType"];
            /**
             * @description Expected file extension when the type is file.
             * @example .keytab
             */
            subType?: string;
            /**
             * @description Current or default value, of any JSON type. GetMmsDataSource returns secret values in clear text.
             * @example Partition
             */
            value?: unknown;
            /**
             * @description Allowed values, when limited.
             * @example [
             *       "Cluster",
             *       "Partition"
             *     ]
             */
            enums?: string[];
            /**
             * @description Whether the item must be set.
             * @example true
             */
            required?: boolean;
            /**
             * @description Group the item is shown in.
             * @example group.basic
             */
            group?: string;
        };
        /** @description One configuration item of a data source type. */
        ConfigItem: components["schemas"]["ConfigItemBase"] & {
            /**
             * @description Nested items keyed by name.
             * @example {
             *       "test": "test",
             *       "test2": 1
             *     }
             */
            subItems?: {
                [key: string]: unknown;
            };
        };
        /** @description A source system registered for migration. */
        DataSource: {
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000015
             */
            id?: string;
            /**
             * @description Display name.
             * @example demo
             */
            name?: string;
            /**
             * @description Region the source belongs to.
             * @example cn-shanghai
             */
            region?: string;
            type?: components["schemas"]["DataSourceType"];
            status?: components["schemas"]["DataSourceStatus"];
            /**
             * @description Why the instance failed to start or stop; only with START_FAILED or STOP_FAILED.
             * @example unexpected exception
             */
            errMsg?: string;
            /**
             * @description Whether the instance, or the agent tied to it, is up.
             * @example true
             */
            agentIsOnline?: boolean;
            /**
             * @description MaxCompute network connection in the form '<vpc id>:<region>'.
             * @example vpc-2zebqp6uojhdla46677tl:cn-shanghai
             */
            networklink?: string;
            /**
             * @description Default destination MaxCompute project.
             * @example mms_test
             */
            dstProject?: string;
            /**
             * @description Every destination project of the source.
             * @example [
             *       "mms_test1"
             *     ]
             */
            dstProjects?: string[];
            /**
             * @description Creation time. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 09:29:58
             */
            createTime?: string;
            /**
             * @description Last metadata synchronisation. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:17
             */
            lastUpdateTime?: string;
            /**
             * Format: int64
             * @description Latest metadata scan.
             * @example 1000253
             */
            scanId?: string;
            /**
             * Format: int32
             * @description Databases known.
             * @example 3
             */
            dbNum?: number;
            /**
             * Format: int32
             * @description Tables known.
             * @example 1000
             */
            tableNum?: number;
            /**
             * Format: int32
             * @description Partitions known.
             * @example 10000000
             */
            partitionNum?: number;
            /**
             * Format: int32
             * @description Tables being migrated.
             * @example 19
             */
            tablesDoingNum?: number;
            /**
             * Format: int32
             * @description Tables migrated.
             * @example 16
             */
            tablesDoneNum?: number;
            /**
             * Format: int32
             * @description Tables failed.
             * @example 2
             */
            tablesFailedNum?: number;
            /**
             * Format: int32
             * @description Tables partly migrated.
             * @example 123
             */
            tablesPartDoneNum?: number;
            /**
             * Format: int32
             * @description Partitions being migrated.
             * @example 23322
             */
            partitionsDoingNum?: number;
            /**
             * Format: int32
             * @description Partitions migrated.
             * @example 11113
             */
            partitionsDoneNum?: number;
            /**
             * Format: int32
             * @description Partitions failed.
             * @example 32
             */
            partitionsFailedNum?: number;
            /** @description Configuration items; present when withConfig=true. */
            config?: components["schemas"]["ConfigItem"][];
        };
        /** @description A data source as listed. */
        DataSourceListItem: {
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000015
             */
            id?: string;
            /**
             * @description Display name.
             * @example demo
             */
            name?: string;
            /**
             * @description Region the source belongs to.
             * @example cn-shanghai
             */
            region?: string;
            type?: components["schemas"]["DataSourceType"];
            status?: components["schemas"]["DataSourceStatus"];
            /**
             * @description Why the instance failed to start or stop; only with START_FAILED or STOP_FAILED.
             * @example unexpected exception
             */
            errMsg?: string;
            /**
             * @description Whether the instance, or the agent tied to it, is up.
             * @example true
             */
            agentIsOnline?: boolean;
            /**
             * @description MaxCompute network connection in the form '<vpc id>:<region>'.
             * @example vpc-2zebqp6uojhdla46677tl:cn-shanghai
             */
            networklink?: string;
            /**
             * @description Default destination MaxCompute project.
             * @example mms_test
             */
            dstProject?: string;
            /**
             * @description Every destination project of the source.
             * @example [
             *       "mms_test1"
             *     ]
             */
            dstProjects?: string[];
            /**
             * @description Creation time. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 09:29:58
             */
            createTime?: string;
            /**
             * @description Last metadata synchronisation. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:17
             */
            lastUpdateTime?: string;
            /**
             * Format: int64
             * @description Latest metadata scan.
             * @example 1000253
             */
            scanId?: string;
            /**
             * Format: int32
             * @description Databases known.
             * @example 3
             */
            dbNum?: number;
            /**
             * Format: int32
             * @description Tables known.
             * @example 1000
             */
            tableNum?: number;
            /**
             * Format: int32
             * @description Partitions known.
             * @example 10000000
             */
            partitionNum?: number;
            /**
             * Format: int32
             * @description Tables being migrated.
             * @example 19
             */
            tablesDoingNum?: number;
            /**
             * Format: int32
             * @description Tables migrated.
             * @example 16
             */
            tablesDoneNum?: number;
            /**
             * Format: int32
             * @description Tables failed.
             * @example 2
             */
            tablesFailedNum?: number;
            /**
             * Format: int32
             * @description Tables partly migrated.
             * @example 123
             */
            tablesPartDoneNum?: number;
            /**
             * Format: int32
             * @description Partitions being migrated.
             * @example 23322
             */
            partitionsDoingNum?: number;
            /**
             * Format: int32
             * @description Partitions migrated.
             * @example 11113
             */
            partitionsDoneNum?: number;
            /**
             * Format: int32
             * @description Partitions failed.
             * @example 32
             */
            partitionsFailedNum?: number;
            /** @description Configuration items. */
            config?: components["schemas"]["ConfigItemBase"][];
            scanStatus?: components["schemas"]["ScanStatus"];
            /** @description Why the latest scan failed. */
            scanErrMsg?: string;
        };
        /** @description A database (dataset, schema) discovered in the source. */
        Db: {
            /**
             * Format: int64
             * @description Database id.
             * @example 63
             */
            id?: string;
            /**
             * @description Database name in the source.
             * @example mms_test
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000017
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * @description Source-side description.
             * @example for mms_test
             */
            description?: string;
            /**
             * @description Source-side owner.
             * @example System user
             */
            owner?: string;
            /**
             * @description Storage location in the source.
             * @example hdfs://master-1-1.c-6fc187819ed6bae0.cn-shanghai.emr.aliyuncs.com:9000/user/hive/warehouse
             */
            location?: string;
            /**
             * @description Additional facts as a JSON string.
             * @example {}
             */
            extra?: string;
            /**
             * @description Destination MaxCompute project.
             * @example mma_test
             */
            dstProjectName?: string;
            /**
             * @description Destination MaxCompute schema. Null when the destination project has no schema layer.
             * @example default
             */
            dstName?: string | null;
            status?: components["schemas"]["MigrationStatus"];
            /**
             * @description Whether the source changed since the last migration.
             * @example true
             */
            updated?: boolean;
            /**
             * @description Last DDL in the source. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:42
             */
            lastDdlTime?: string;
            /**
             * Format: int64
             * @description Row count.
             * @example 2323
             */
            numRows?: string;
            /**
             * Format: int64
             * @description Size in bytes.
             * @example 323232332
             */
            size?: string;
            /**
             * Format: int32
             * @description Tables.
             * @example 200
             */
            tables?: number;
            /**
             * Format: int32
             * @description Tables being migrated.
             * @example 20
             */
            tablesDoing?: number;
            /**
             * Format: int32
             * @description Tables migrated.
             * @example 120
             */
            tablesDone?: number;
            /**
             * Format: int32
             * @description Tables failed.
             * @example 20
             */
            tablesFailed?: number;
            /**
             * Format: int32
             * @description Tables partly migrated.
             * @example 20
             */
            tablesPartDone?: number;
            /**
             * Format: int32
             * @description Partitions.
             * @example 2000
             */
            partitions?: number;
            /**
             * Format: int32
             * @description Partitions being migrated.
             * @example 200
             */
            partitionsDoing?: number;
            /**
             * Format: int32
             * @description Partitions migrated.
             * @example 1400
             */
            partitionsDone?: number;
            /**
             * Format: int32
             * @description Partitions failed.
             * @example 400
             */
            partitionsFailed?: number;
        };
        /** @description A database as listed. */
        DbListItem: {
            /**
             * Format: int64
             * @description Database id.
             * @example 63
             */
            id?: string;
            /**
             * @description Database name in the source.
             * @example mms_test
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000017
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * @description Source-side description.
             * @example for mms_test
             */
            description?: string;
            /**
             * @description Source-side owner.
             * @example System user
             */
            owner?: string;
            /**
             * @description Storage location in the source.
             * @example hdfs://master-1-1.c-6fc187819ed6bae0.cn-shanghai.emr.aliyuncs.com:9000/user/hive/warehouse
             */
            location?: string;
            /**
             * @description Additional facts as a JSON string.
             * @example {}
             */
            extra?: string;
            /**
             * @description Destination MaxCompute project.
             * @example mma_test
             */
            dstProjectName?: string;
            /**
             * @description Destination MaxCompute schema. Null when the destination project has no schema layer.
             * @example default
             */
            dstName?: string | null;
            status?: components["schemas"]["MigrationStatus"];
            /**
             * @description Whether the source changed since the last migration.
             * @example true
             */
            updated?: boolean;
            /**
             * @description Last DDL in the source. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:42
             */
            lastDdlTime?: string;
            /**
             * Format: int64
             * @description Row count.
             * @example 2323
             */
            numRows?: string;
            /**
             * Format: int64
             * @description Size in bytes.
             * @example 323232332
             */
            size?: string;
            /**
             * Format: int32
             * @description Tables.
             * @example 200
             */
            tables?: number;
            /**
             * Format: int32
             * @description Tables being migrated.
             * @example 20
             */
            tablesDoing?: number;
            /**
             * Format: int32
             * @description Tables migrated.
             * @example 120
             */
            tablesDone?: number;
            /**
             * Format: int32
             * @description Tables failed.
             * @example 20
             */
            tablesFailed?: number;
            /**
             * Format: int32
             * @description Tables partly migrated.
             * @example 20
             */
            tablesPartDone?: number;
            /**
             * Format: int32
             * @description Partitions.
             * @example 2000
             */
            partitions?: number;
            /**
             * Format: int32
             * @description Partitions being migrated.
             * @example 200
             */
            partitionsDoing?: number;
            /**
             * Format: int32
             * @description Partitions migrated.
             * @example 1400
             */
            partitionsDone?: number;
            /**
             * Format: int32
             * @description Partitions failed.
             * @example 400
             */
            partitionsFailed?: number;
            /**
             * @description When the record was created. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:42
             */
            createTime?: string;
            /**
             * @description When the record last changed. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:42
             */
            updateTime?: string;
            /**
             * @description Whether the source object vanished.
             * @example false
             */
            deleted?: boolean;
        };
        /** @description A column or partition column. */
        TableColumn: {
            /**
             * @description Column name.
             * @example user_id
             */
            name?: string;
            /**
             * @description Source type.
             * @example bigint
             */
            type?: string;
            /**
             * @description Comment.
             * @example user id
             */
            comment?: string;
            /**
             * @description Whether NULL is allowed.
             * @example false
             */
            nullable?: boolean;
            /**
             * @description Default.
             * @example 10
             */
            defaultValue?: string;
        };
        /** @description Structure of a source table. */
        TableSchema: {
            /**
             * @description Table name.
             * @example test
             */
            name?: string;
            /**
             * @description Comment.
             * @example for mms test
             */
            comment?: string;
            /** @description Ordinary columns. */
            columns?: components["schemas"]["TableColumn"][];
            /** @description Partition columns. */
            partitions?: components["schemas"]["TableColumn"][];
        };
        /** @description A table discovered in the source. */
        Table: {
            /**
             * Format: int64
             * @description Table id.
             * @example 22
             */
            id?: string;
            /**
             * @description Table name in the source.
             * @example test
             */
            name?: string;
            /**
             * Format: int64
             * @description Database id.
             * @example 3
             */
            dbId?: string;
            /**
             * @description Database name.
             * @example mms_test
             */
            dbName?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000028
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * @description Source table type.
             * @example MANAGED_TABLE
             */
            type?: string;
            /**
             * @description Whether the table is partitioned.
             * @example true
             */
            hasPartitions?: boolean;
            schema?: components["schemas"]["TableSchema"];
            /**
             * @description Destination project.
             * @example mms_test
             */
            dstProjectName?: string;
            /**
             * @description Destination schema; null when the destination project has no schema layer.
             * @example default
             */
            dstSchemaName?: string | null;
            /**
             * @description Destination table name; defaults to the source name.
             * @example test
             */
            dstName?: string;
            status?: components["schemas"]["MigrationStatus"];
            /**
             * @description Whether the source changed since the last migration.
             * @example false
             */
            updated?: boolean;
            /**
             * @description Source-side owner.
             * @example Hive
             */
            owner?: string;
            /**
             * @description Storage location.
             * @example hdfs://master-1-1.c-c127cd184bb029ea.cn-zhangjiakou.emr.aliyuncs.com:9000/user/hive/warehouse/demo
             */
            location?: string;
            /**
             * @description Hive input format.
             * @example org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat
             */
            inputFormat?: string;
            /**
             * @description Hive output format.
             * @example org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat
             */
            outputFormat?: string;
            /**
             * @description Hive serializer class.
             * @example org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe
             */
            serde?: string;
            /**
             * @description Additional facts as a JSON string.
             * @example {"mapkey.delim":":","field.delim":"|"}
             */
            extra?: string;
            /**
             * @description Last DDL. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:42
             */
            lastDdlTime?: string;
            /**
             * Format: int64
             * @description Row count.
             * @example 233232
             */
            numRows?: string;
            /**
             * Format: int64
             * @description Size in bytes.
             * @example 23232
             */
            size?: string;
            /**
             * Format: int32
             * @description Partitions.
             * @example 100
             */
            partitions?: number;
            /**
             * Format: int32
             * @description Partitions being migrated.
             * @example 20
             */
            partitionsDoing?: number;
            /**
             * Format: int32
             * @description Partitions migrated.
             * @example 80
             */
            partitionsDone?: number;
            /**
             * Format: int32
             * @description Partitions failed.
             * @example 0
             */
            partitionsFailed?: number;
        };
        /** @description A partition discovered in the source. */
        Partition: {
            /**
             * Format: int64
             * @description Partition id; the value used in a job's `partitions`.
             * @example 2323
             */
            id?: string;
            /**
             * @description Partition value, 'name=value' pairs joined by '/'.
             * @example p1=1/p2=abc
             */
            value?: string;
            /**
             * Format: int64
             * @description Database id.
             * @example 2
             */
            dbId?: string;
            /**
             * @description Database name.
             * @example d1
             */
            dbName?: string;
            /**
             * Format: int64
             * @description Table id.
             * @example 23
             */
            tableId?: string;
            /**
             * @description Table name.
             * @example t1
             */
            tableName?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 200018
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * @description Destination project.
             * @example mms_test
             */
            dstProjectName?: string;
            /**
             * @description Destination schema; null without a schema layer.
             * @example default
             */
            dstSchemaName?: string | null;
            /**
             * @description Destination table.
             * @example test
             */
            dstTableName?: string;
            /**
             * @description Destination partition value.
             * @example p1=1/p2=abc
             */
            dstValue?: string;
            status?: components["schemas"]["MigrationStatus"];
            /**
             * @description Whether the partition changed since the last migration.
             * @example false
             */
            updated?: boolean;
            /**
             * @description Last DDL. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:42
             */
            lastDdlTime?: string;
            /**
             * Format: int64
             * @description Row count.
             * @example 2323
             */
            numRows?: string;
            /**
             * Format: int64
             * @description Size in bytes.
             * @example 12323
             */
            size?: string;
        };
        /** @description A run that pulls metadata from the source. */
        Scan: {
            /**
             * Format: int64
             * @description Scan id.
             * @example 1000002
             */
            id?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000015
             */
            sourceId?: string;
            status?: components["schemas"]["ScanStatus"];
            /**
             * Format: float
             * @description Progress on a scale of 1 to 10000.
             * @example 5000
             */
            progress?: number;
            /**
             * @description Counts found, as a JSON string.
             * @example {"databases":5,"tables":75,"partitions":215}
             */
            result?: string;
            /**
             * @description Failure reason.
             * @example unexpected exception
             */
            errorMsg?: string;
            /**
             * @description Start. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-16 19:09:37
             */
            startTime?: string;
            /**
             * @description End. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-16 19:10:07
             */
            endTime?: string;
        };
        /** @description A short server-side task behind an asynchronous call. */
        AsyncTask: {
            /**
             * Format: int64
             * @description Async task id.
             * @example 2523
             */
            id?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000017
             */
            sourceId?: string;
            type?: components["schemas"]["AsyncTaskType"];
            /**
             * Format: int64
             * @description Id of the object produced or acted on; for TASK_CREATE this becomes the job id.
             * @example 232
             */
            objectId?: string;
            status?: components["schemas"]["AsyncTaskStatus"];
            /**
             * @description Whether it is still running.
             * @example false
             */
            running?: boolean;
            /**
             * Format: int32
             * @description Progress.
             * @example 0
             */
            progress?: number;
            /** @description Result text. */
            result?: string | null;
            /** @description Failure reason. */
            errorMsg?: string | null;
            /**
             * @description Start. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:17
             */
            startTime?: string;
            /**
             * @description End. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 17:44:17
             */
            endTime?: string;
            /**
             * @description Creation. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:00
             */
            createTime?: string;
        };
        /** @description Settings of a job as read back. Note: enableSchemaMigration and enableDataMigration are accepted on create but not part of this object. */
        JobConfig: {
            /**
             * @description Source tables to migrate; makes the scope Tables.
             * @example [
             *       "student",
             *       "scores"
             *     ]
             */
            tables?: string[];
            /**
             * @description Partition ids to migrate; makes the scope Partitions.
             * @example [
             *       123,
             *       132
             *     ]
             */
            partitions?: string[];
            /**
             * @description Tables to leave out of a whole-database run. Wins over tableWhiteList when both are set.
             * @example [
             *       "t1"
             *     ]
             */
            tableBlackList?: string[];
            /**
             * @description Tables to keep in a whole-database run; all tables when absent.
             * @example [
             *       "t1"
             *     ]
             */
            tableWhiteList?: string[];
            /**
             * @description Partition filter per source table: comparison (=, <>, <, <=, >, >=), IN lists, AND, OR and parentheses over partition columns; strings in single or double quotes.
             * @example {
             *       "student": "p1 >= '2022-03-04' and (p2 = 10 or p3 > 20) and p4 in ('abc', 'cde')"
             *     }
             */
            partitionFilters?: {
                [key: string]: string;
            };
            /**
             * @description Source table name to destination table name.
             * @example {
             *       "src_table": "dst_table"
             *     }
             */
            tableMapping?: {
                [key: string]: string;
            };
            /**
             * @description Source column name to destination column name.
             * @example {
             *       "src_col": "dst_col"
             *     }
             */
            columnMapping?: {
                [key: string]: string;
            };
            /**
             * @description Compare row counts after the copy (SELECT COUNT(*) on both sides).
             * @example true
             */
            enableVerification?: boolean;
            /**
             * @description Free-form extra settings, for example Spark properties.
             * @example {
             *       "spark.executor.mem": "2g"
             *     }
             */
            others?: {
                [key: string]: unknown;
            };
            /**
             * @deprecated
             * @description Migrate definitions only. Deprecated in newer documentation in favour of enableSchemaMigration / enableDataMigration.
             * @example false
             */
            schemaOnly?: boolean;
            /**
             * @description Move only new or changed partitions; changed ones are copied again.
             * @example true
             */
            increment?: boolean;
            taskType?: components["schemas"]["TaskType"];
            /**
             * @deprecated
             * @description Deprecated tunnel quota name.
             */
            tunnelQuota?: string;
        };
        /** @description A migration job: the logical plan that is split into tasks. */
        Job: {
            /**
             * Format: int64
             * @description Job id.
             * @example 10
             */
            id?: string;
            /**
             * @description Job name.
             * @example migrate_db_1
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * Format: int64
             * @description Source database id.
             * @example 23
             */
            dbId?: string;
            /**
             * @description Source database.
             * @example mms_test
             */
            srcDbName?: string;
            /**
             * @description Source schema of a three-level source.
             * @example default
             */
            srcSchemaName?: string;
            /**
             * @description Destination MaxCompute project.
             * @example mms_target
             */
            dstDbName?: string;
            /**
             * @description Destination MaxCompute schema.
             * @example default
             */
            dstSchemaName?: string;
            type?: components["schemas"]["JobType"];
            status?: components["schemas"]["JobStatus"];
            /**
             * @description Whether the job has been stopped.
             * @example false
             */
            stopped?: boolean;
            /**
             * Format: int32
             * @description Tasks in the job.
             * @example 100
             */
            taskNum?: number;
            /**
             * Format: int32
             * @description Tasks finished.
             * @example 100
             */
            taskDone?: number;
            /**
             * @description Wanted completion date.
             * @example 2025-05-06
             */
            eta?: string;
            config?: components["schemas"]["JobConfig"];
            /**
             * @description Creation time. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:17
             */
            createTime?: string;
        };
        /** @description Body of CreateMmsJob. Every field is optional in the published schema. */
        CreateMmsJobRequest: {
            /**
             * @description Job name.
             * @example migrate_db_1
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id; repeats the path parameter.
             * @example 2000014
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * @description Source database.
             * @example src_db
             */
            srcDbName?: string;
            /**
             * @description Source schema of a three-level source.
             * @example default
             */
            srcSchemaName?: string;
            /**
             * @description Destination MaxCompute project.
             * @example mms_test
             */
            dstDbName?: string;
            /**
             * @description Destination MaxCompute schema.
             * @example default
             */
            dstSchemaName?: string;
            /**
             * @description Source tables to migrate; makes the scope Tables.
             * @example [
             *       "student",
             *       "scores"
             *     ]
             */
            tables?: string[];
            /**
             * @description Partition ids to migrate; makes the scope Partitions.
             * @example [
             *       123,
             *       132
             *     ]
             */
            partitions?: string[];
            /**
             * @description Tables to leave out of a whole-database run. Wins over tableWhiteList when both are set.
             * @example [
             *       "t1"
             *     ]
             */
            tableBlackList?: string[];
            /**
             * @description Tables to keep in a whole-database run; all tables when absent.
             * @example [
             *       "t1"
             *     ]
             */
            tableWhiteList?: string[];
            /**
             * @description Partition filter per source table: comparison (=, <>, <, <=, >, >=), IN lists, AND, OR and parentheses over partition columns; strings in single or double quotes.
             * @example {
             *       "student": "p1 >= '2022-03-04' and (p2 = 10 or p3 > 20) and p4 in ('abc', 'cde')"
             *     }
             */
            partitionFilters?: {
                [key: string]: string;
            };
            /**
             * @description Source table name to destination table name.
             * @example {
             *       "src_table": "dst_table"
             *     }
             */
            tableMapping?: {
                [key: string]: string;
            };
            /**
             * @description Source column name to destination column name.
             * @example {
             *       "src_col": "dst_col"
             *     }
             */
            columnMapping?: {
                [key: string]: string;
            };
            /**
             * @description Compare row counts after the copy (SELECT COUNT(*) on both sides).
             * @example true
             */
            enableVerification?: boolean;
            /**
             * @description Free-form extra settings, for example Spark properties.
             * @example {
             *       "spark.executor.mem": "2g"
             *     }
             */
            others?: {
                [key: string]: unknown;
            };
            /**
             * @deprecated
             * @description Migrate definitions only. Deprecated in newer documentation in favour of enableSchemaMigration / enableDataMigration.
             * @example false
             */
            schemaOnly?: boolean;
            /**
             * @description Move only new or changed partitions; changed ones are copied again.
             * @example true
             */
            increment?: boolean;
            taskType?: components["schemas"]["TaskType"];
            /**
             * @description Migrate table definitions. Default true per public usage notes.
             * @example true
             */
            enableSchemaMigration?: boolean;
            /**
             * @description Migrate rows. Default true per public usage notes.
             * @example true
             */
            enableDataMigration?: boolean;
            /**
             * @description Wanted completion date; an earlier date gives higher priority.
             * @example 2025-02-04
             */
            eta?: string;
        };
        /** @description One physical unit of a job, run as one Spark task. */
        Task: {
            /**
             * Format: int64
             * @description Task id.
             * @example 7680
             */
            id?: string;
            /**
             * Format: int64
             * @description Job id.
             * @example 87
             */
            jobId?: string;
            /**
             * @description Job name.
             * @example test_odps_spark
             */
            jobName?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000015
             */
            sourceId?: string;
            /**
             * @description Data source name.
             * @example demo
             */
            sourceName?: string;
            /**
             * Format: int64
             * @description Source database id.
             * @example 23
             */
            dbId?: string;
            /**
             * Format: int64
             * @description Source table id.
             * @example 2323
             */
            tableId?: string;
            /**
             * @description Source database.
             * @example mms_test
             */
            srcDbName?: string;
            /**
             * @description Source schema.
             * @example default
             */
            srcSchemaName?: string;
            /**
             * @description Source table.
             * @example table_1
             */
            srcTableName?: string;
            /**
             * @description Destination project.
             * @example mms_target
             */
            dstDbName?: string;
            /**
             * @description Destination schema.
             * @example default
             */
            dstSchemaName?: string;
            /**
             * @description Destination table.
             * @example table_1
             */
            dstTableName?: string;
            type?: components["schemas"]["TaskType"];
            status?: components["schemas"]["TaskStatus"];
            /**
             * @description Whether it is executing.
             * @example true
             */
            running?: boolean;
            /**
             * @description Whether it was stopped.
             * @example false
             */
            stopped?: boolean;
            /**
             * Format: int32
             * @description Retries so far.
             * @example 1
             */
            retriedTimes?: number;
            /**
             * @description Creation. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-10-25 04:21:01
             */
            createTime?: string;
            /**
             * @description Start. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-10-25 06:21:01
             */
            startTime?: string;
            /**
             * @description End. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-10-25 07:21:01
             */
            endTime?: string;
        };
        /** @description One log line of a task. */
        TaskLog: {
            /**
             * Format: int64
             * @description Log id.
             * @example 10000
             */
            id?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000015
             */
            sourceId?: string;
            /**
             * Format: int64
             * @description Task id.
             * @example 4023
             */
            taskId?: string;
            status?: components["schemas"]["TaskStatus"];
            /**
             * @description What the task did.
             * @example create schema if not exists mms_test.default;
             */
            action?: string;
            /**
             * @description Outcome.
             * @example ok
             */
            msg?: string;
            /**
             * @description Time. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:00
             */
            createTime?: string;
        };
        /** @description Settings copied into each job the timer spawns. */
        TimerConfig: {
            /**
             * @description Source tables to migrate; makes the scope Tables.
             * @example [
             *       "student",
             *       "scores"
             *     ]
             */
            tables?: string[];
            /**
             * @description Partition ids to migrate; makes the scope Partitions.
             * @example [
             *       123,
             *       132
             *     ]
             */
            partitions?: string[];
            /**
             * @description Tables to leave out of a whole-database run. Wins over tableWhiteList when both are set.
             * @example [
             *       "t1"
             *     ]
             */
            tableBlackList?: string[];
            /**
             * @description Tables to keep in a whole-database run; all tables when absent.
             * @example [
             *       "t1"
             *     ]
             */
            tableWhiteList?: string[];
            /**
             * @description Partition filter per source table: comparison (=, <>, <, <=, >, >=), IN lists, AND, OR and parentheses over partition columns; strings in single or double quotes.
             * @example {
             *       "student": "p1 >= '2022-03-04' and (p2 = 10 or p3 > 20) and p4 in ('abc', 'cde')"
             *     }
             */
            partitionFilters?: {
                [key: string]: string;
            };
            /**
             * @description Source table name to destination table name.
             * @example {
             *       "src_table": "dst_table"
             *     }
             */
            tableMapping?: {
                [key: string]: string;
            };
            /**
             * @description Source column name to destination column name.
             * @example {
             *       "src_col": "dst_col"
             *     }
             */
            columnMapping?: {
                [key: string]: string;
            };
            /**
             * @description Compare row counts after the copy (SELECT COUNT(*) on both sides).
             * @example true
             */
            enableVerification?: boolean;
            /**
             * @description Free-form extra settings, for example Spark properties.
             * @example {
             *       "spark.executor.mem": "2g"
             *     }
             */
            others?: {
                [key: string]: unknown;
            };
            /**
             * @description Migrate table definitions.
             * @example true
             */
            enableSchemaMigration?: boolean;
            /**
             * @description Migrate rows.
             * @example true
             */
            enableDataMigration?: boolean;
        };
        /** @description A schedule that spawns migration jobs. */
        Timer: {
            /**
             * Format: int64
             * @description Timer id.
             * @example 2523
             */
            id?: string;
            /**
             * @description Timer name.
             * @example planA
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000017
             */
            sourceId?: string;
            /**
             * Format: int64
             * @description Source database id.
             * @example 23
             */
            dbId?: string;
            /**
             * @description Source database.
             * @example mms_test
             */
            srcDbName?: string;
            type?: components["schemas"]["TimerJobType"];
            scheduleType?: components["schemas"]["ScheduleType"];
            /**
             * @description Firing time: 'HH:MM' when scheduleType is Daily, minute 'MM' when it is Hourly.
             * @example 02:30
             */
            value?: string;
            /**
             * @description Whether the timer is paused.
             * @example false
             */
            stopped?: boolean;
            config?: components["schemas"]["TimerConfig"];
            /**
             * @description Creation time as a string of Unix milliseconds.
             * @example 1730946421757
             */
            createTime?: string;
            /**
             * @description Last change, ISO 8601 UTC.
             * @example 2026-04-01T02:18:01Z
             */
            updateTime?: string;
        };
        /** @description A timer as listed. */
        TimerListItem: {
            /**
             * Format: int64
             * @description Timer id.
             * @example 2523
             */
            id?: string;
            /**
             * @description Timer name.
             * @example planA
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 2000017
             */
            sourceId?: string;
            /**
             * Format: int64
             * @description Source database id.
             * @example 23
             */
            dbId?: string;
            /**
             * @description Source database.
             * @example mms_test
             */
            srcDbName?: string;
            type?: components["schemas"]["TimerJobType"];
            scheduleType?: components["schemas"]["ScheduleType"];
            /**
             * @description Firing time: 'HH:MM' when scheduleType is Daily, minute 'MM' when it is Hourly.
             * @example 02:30
             */
            value?: string;
            /**
             * @description Whether the timer is paused.
             * @example false
             */
            stopped?: boolean;
            /**
             * @description Creation time. Unlike GetMmsTimer this is a wall-clock string. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 09:29:58
             */
            createTime?: string;
        };
        /** @description One firing record of a timer. */
        TimerLog: {
            /**
             * Format: int64
             * @description Log id, which is that of the async task that made the job, so GetMmsAsyncTask takes it (Chinese help page).
             * @example 1003476
             */
            id?: string;
            /**
             * Format: int64
             * @description Data source id.
             * @example 200018
             */
            sourceId?: string;
            /**
             * @description State of that async task.
             * @example DOING
             */
            status?: string;
            /**
             * @description What the timer did.
             * @example start job
             */
            action?: string;
            /**
             * @description Outcome.
             * @example start job success
             */
            msg?: string;
            /**
             * @description Time. Format local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
             * @example 2024-12-17 15:44:17
             */
            createTime?: string;
        };
        /** @description Body of CreateMmsTimer. */
        CreateMmsTimerRequest: {
            /**
             * @description Timer name.
             * @example planA
             */
            name?: string;
            /**
             * Format: int64
             * @description Data source id; repeats the path parameter.
             * @example 2000014
             */
            sourceId?: string;
            /**
             * @description Source database.
             * @example src_db
             */
            srcDbName?: string;
            scheduleType?: components["schemas"]["ScheduleType"];
            /**
             * @description Firing time: 'HH:MM' when scheduleType is Daily, minute 'MM' when it is Hourly.
             * @example 12:00
             */
            value?: string;
            /**
             * @description Source tables to migrate; makes the scope Tables.
             * @example [
             *       "student",
             *       "scores"
             *     ]
             */
            tables?: string[];
            /**
             * @description Partition ids to migrate; makes the scope Partitions.
             * @example [
             *       123,
             *       132
             *     ]
             */
            partitions?: string[];
            /**
             * @description Tables to leave out of a whole-database run. Wins over tableWhiteList when both are set.
             * @example [
             *       "t1"
             *     ]
             */
            tableBlackList?: string[];
            /**
             * @description Tables to keep in a whole-database run; all tables when absent.
             * @example [
             *       "t1"
             *     ]
             */
            tableWhiteList?: string[];
            /**
             * @description Partition filter per source table: comparison (=, <>, <, <=, >, >=), IN lists, AND, OR and parentheses over partition columns; strings in single or double quotes.
             * @example {
             *       "student": "p1 >= '2022-03-04' and (p2 = 10 or p3 > 20) and p4 in ('abc', 'cde')"
             *     }
             */
            partitionFilters?: {
                [key: string]: string;
            };
            /**
             * @description Source table name to destination table name.
             * @example {
             *       "src_table": "dst_table"
             *     }
             */
            tableMapping?: {
                [key: string]: string;
            };
            /**
             * @description Source column name to destination column name.
             * @example {
             *       "src_col": "dst_col"
             *     }
             */
            columnMapping?: {
                [key: string]: string;
            };
            /**
             * @description Compare row counts after the copy (SELECT COUNT(*) on both sides).
             * @example true
             */
            enableVerification?: boolean;
            /**
             * @description Free-form extra settings, for example Spark properties.
             * @example {
             *       "spark.executor.mem": "2g"
             *     }
             */
            others?: {
                [key: string]: unknown;
            };
            /**
             * @description Migrate table definitions.
             * @example true
             */
            enableSchemaMigration?: boolean;
            /**
             * @description Migrate rows.
             * @example true
             */
            enableDataMigration?: boolean;
        };
        /** @description Body of UpdateMmsTimer. Nothing else about a timer can be changed. */
        UpdateMmsTimerRequest: {
            scheduleType?: components["schemas"]["ScheduleType"];
            /**
             * @description Firing time: 'HH:MM' when scheduleType is Daily, minute 'MM' when it is Hourly.
             * @example 03:00
             */
            value?: string;
            /**
             * @description Pause or resume the timer.
             * @example true
             */
            stopped?: boolean;
            /**
             * @description Tables to leave out (database scope).
             * @example [
             *       "t1"
             *     ]
             */
            tableBlackList?: string[];
            /**
             * @description Tables to keep (database scope).
             * @example [
             *       "t1"
             *     ]
             */
            tableWhiteList?: string[];
        };
        /** @description Body of CreateMmsDataSource. */
        CreateMmsDataSourceRequest: {
            /**
             * @description Display name.
             * @example demo
             */
            name?: string;
            type?: components["schemas"]["DataSourceType"];
            /**
             * @description MaxCompute network connection as '<vpc id>:<region>'.
             * @example vpc-uf6pc2vordian33gobzfr:cn-shanghai
             */
            networklink?: string;
            /**
             * @description Configuration keyed by item key. Ask ListMmsDataSourceConfigItems for the keys valid and required for the type.
             * @example {
             *       "bigquery.project.id": "xx"
             *     }
             */
            config?: {
                [key: string]: unknown;
            };
        };
        /** @description Body of UpdateMmsDataSource. */
        UpdateMmsDataSourceRequest: {
            action?: components["schemas"]["DataSourceAction"];
            /**
             * @description New name, for RENAME.
             * @example dept1
             */
            name?: string;
            /**
             * @description Items to set, for UPDATE_CONFIG.
             * @example {
             *       "mc.sql.hints": {
             *         "odps.sql.decimal.odps2": true
             *       }
             *     }
             */
            config?: {
                [key: string]: unknown;
            };
            /**
             * @description Only test the configuration; the outcome is read from the returned async task.
             * @example true
             */
            test?: boolean;
        };
        /** @description Body of CreateMmsFetchMetadataJob; empty means the whole source. */
        CreateMmsFetchMetadataJobRequest: {
            /**
             * @description Limit the scan to one database, schema or dataset.
             * @example default
             */
            dbName?: string;
            /**
             * @description Limit the scan to these tables.
             * @example [
             *       "table1"
             *     ]
             */
            tableNames?: string[];
        };
        /** @description Body of UpdateMmsDb. */
        UpdateMmsDbRequest: {
            /**
             * @description Destination project.
             * @example dst_project_name
             */
            dstProjectName?: string;
            /**
             * @description Destination schema.
             * @example default
             */
            dstName?: string;
            status?: components["schemas"]["MigrationStatus"];
        };
        /** @description Body of UpdateMmsTable. */
        UpdateMmsTableRequest: {
            /**
             * @description Destination project.
             * @example dst_project_name
             */
            dstProjectName?: string;
            /**
             * @description Destination schema.
             * @example default
             */
            dstSchemaName?: string;
            /**
             * @description Destination table; the source name when absent.
             * @example dst_table_name
             */
            dstName?: string;
            status?: components["schemas"]["MigrationStatus"];
        };
        /** @description Body of UpdateMmsTables. */
        UpdateMmsTablesRequest: {
            /**
             * @description Database holding the tables.
             * @example default
             */
            dbName?: string;
            /**
             * @description Tables to update.
             * @example [
             *       "table1"
             *     ]
             */
            tableNames?: string[];
            /**
             * @deprecated
             * @description Table ids.
             * @example [
             *       123
             *     ]
             */
            tables?: string[];
            /**
             * @description Destination project.
             * @example pj
             */
            dstProjectName?: string;
            /**
             * @description Destination schema.
             * @example default
             */
            dstSchemaName?: string;
            status?: components["schemas"]["MigrationStatus"];
        };
        /** @description Result of CreateMmsDataSource. */
        CreateMmsDataSourceResponse: {
            /**
             * @description Request id, always present.
             * @example B42CA730-8187-50F1-9FE0-6733297036DB
             */
            requestId?: string;
            /** @description Result. */
            data?: {
                /**
                 * Format: int64
                 * @description New data source id.
                 * @example 18
                 */
                dataSourceId?: string;
            };
        };
        /** @description Result of GetMmsDataSource. */
        GetMmsDataSourceResponse: {
            /**
             * @description Request id, always present.
             * @example 98EC8C47-3D6D-560C-808B-84E494220A32
             */
            requestId?: string;
            data?: components["schemas"]["DataSource"];
        };
        /** @description Result of ListMmsDataSources. */
        ListMmsDataSourcesResponse: {
            /**
             * @description Request id, always present.
             * @example C1F7715F-D316-5AB6-BD02-5241083F4003
             */
            requestId?: string;
            /** @description Page of data sources. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["DataSourceListItem"][];
            };
        };
        /** @description Result of UpdateMmsDataSource. */
        UpdateMmsDataSourceResponse: {
            /**
             * @description Request id, always present.
             * @example 76CE80C8-7392-5591-BCC8-610AFBF78ADF
             */
            requestId?: string;
            /** @description Result. */
            data?: {
                /**
                 * Format: int64
                 * @description Data source id.
                 * @example 2000017
                 */
                sourceId?: string;
                /**
                 * Format: int64
                 * @description Async task id; read the test result from it.
                 * @example 100
                 */
                asyncTaskId?: string;
            };
        };
        /** @description Result of DeleteMmsDataSource. */
        DeleteMmsDataSourceResponse: {
            /**
             * @description Request id, always present.
             * @example EA1320AB-7766-5EC7-B0F6-8B20E2298567
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Id of the deleted data source.
             * @example 2000015
             */
            data?: string;
        };
        /** @description Result of ListMmsDataSourceConfigItems. */
        ListMmsDataSourceConfigItemsResponse: {
            /**
             * @description Request id, always present.
             * @example 688003E1-D1B4-5468-957E-2FFB3AC8D79B
             */
            requestId?: string;
            /** @description Items. */
            data?: components["schemas"]["ConfigItem"][];
        };
        /** @description Result of CreateMmsFetchMetadataJob. */
        CreateMmsFetchMetadataJobResponse: {
            /**
             * @description Request id, always present.
             * @example CC4D05E8-0613-5A8E-9339-A0EBD097A69E
             */
            requestId?: string;
            /** @description Result. */
            data?: {
                /**
                 * Format: int64
                 * @description New scan id.
                 * @example 1000002
                 */
                scanId?: string;
            };
        };
        /** @description Result of GetMmsFetchMetadataJob. */
        GetMmsFetchMetadataJobResponse: {
            /**
             * @description Request id, always present.
             * @example 5CA6292A-E301-5CD8-B4E2-AF060F99147B
             */
            requestId?: string;
            data?: components["schemas"]["Scan"];
        };
        /** @description Result of ListMmsDbs. */
        ListMmsDbsResponse: {
            /**
             * @description Request id, always present.
             * @example CF3F9978-260F-5204-94BE-30A4E6B54443
             */
            requestId?: string;
            /** @description Page of databases. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["DbListItem"][];
            };
        };
        /** @description Result of GetMmsDb. */
        GetMmsDbResponse: {
            /**
             * @description Request id, always present.
             * @example 90D64EB6-2962-5B1C-A039-BC41C8176C7F
             */
            requestId?: string;
            data?: components["schemas"]["Db"];
        };
        /** @description Result of UpdateMmsDb. */
        UpdateMmsDbResponse: {
            /**
             * @description Request id, always present.
             * @example 0b87b7e716665825896565060e87a4
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Result, presumably the database id.
             * @example 63
             */
            data?: string;
        };
        /** @description Result of ListMmsTables. */
        ListMmsTablesResponse: {
            /**
             * @description Request id, always present.
             * @example E7FB14F1-4ACD-5C73-A755-B302D70AB9AD
             */
            requestId?: string;
            /** @description Page of tables. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["Table"][];
            };
        };
        /** @description Result of GetMmsTable. */
        GetMmsTableResponse: {
            /**
             * @description Request id, always present.
             * @example E7FB14F1-4ACD-5C73-A755-B302D70AB9AD
             */
            requestId?: string;
            data?: components["schemas"]["Table"];
        };
        /** @description Result of UpdateMmsTable. */
        UpdateMmsTableResponse: {
            /**
             * @description Request id, always present.
             * @example EA1320AB-7766-5EC7-B0F6-8B20E2298567
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Table id.
             * @example 1
             */
            data?: string;
        };
        /** @description Result of UpdateMmsTables. */
        UpdateMmsTablesResponse: {
            /**
             * @description Request id, always present.
             * @example 5CA6292A-E301-5CD8-B4E2-AF060F99147B
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Result number; meaning undocumented.
             * @example 88
             */
            data?: string;
        };
        /** @description Result of ListMmsPartitions. */
        ListMmsPartitionsResponse: {
            /**
             * @description Request id, always present.
             * @example D9F872FD-5DDE-30A6-8C8A-1B8C6A81059F
             */
            requestId?: string;
            /** @description Page of partitions. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["Partition"][];
            };
        };
        /** @description Result of GetMmsPartition. */
        GetMmsPartitionResponse: {
            /**
             * @description Request id, always present.
             * @example D9F872FD-5DDE-30A6-8C8A-1B8C6A81059F
             */
            requestId?: string;
            data?: components["schemas"]["Partition"];
        };
        /** @description Result of CreateMmsJob. */
        CreateMmsJobResponse: {
            /**
             * @description Request id, always present.
             * @example 0A1B2C3D-0000-5000-8000-000000000001
             */
            requestId?: string;
            /** @description Result. */
            data?: {
                /**
                 * Format: int64
                 * @description Async task that creates the job. Not the job id.
                 * @example 2523
                 */
                asyncTaskId?: string;
            };
        };
        /** @description Result of ListMmsJobs. */
        ListMmsJobsResponse: {
            /**
             * @description Request id, always present.
             * @example 1112E7C7-C65F-57A2-A7C7-3B178AA257B6
             */
            requestId?: string;
            /** @description Page of jobs. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["Job"][];
            };
        };
        /** @description Result of GetMmsJob. */
        GetMmsJobResponse: {
            /**
             * @description Request id, always present.
             * @example D9F872FD-5DDE-30A6-8C8A-1B8C6A81059F
             */
            requestId?: string;
            data?: components["schemas"]["Job"];
        };
        /** @description Result of DeleteMmsJob. */
        DeleteMmsJobResponse: {
            /**
             * @description Request id, always present.
             * @example 31BE216F-AEF7-581E-B9C9-DECEB5424AC4
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Id of the deleted job.
             * @example 88
             */
            data?: string;
        };
        /** @description Result of StartMmsJob. */
        StartMmsJobResponse: {
            /**
             * @description Request id, always present.
             * @example 5CA6292A-E301-5CD8-B4E2-AF060F99147B
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Job id.
             * @example 88
             */
            data?: string;
        };
        /** @description Result of StopMmsJob. */
        StopMmsJobResponse: {
            /**
             * @description Request id, always present.
             * @example 8023D058-62B7-5C49-8EB6-AD9BA7942BC5
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Job id (one page calls it the data migration id).
             * @example 88
             */
            data?: string;
        };
        /** @description Result of RetryMmsJob. */
        RetryMmsJobResponse: {
            /**
             * @description Request id, always present.
             * @example 7F5DAD1C-9EC2-5FE5-97CF-BCE21B4ABA29
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Echoes the job id in the documented example.
             * @example 78
             */
            data?: string;
        };
        /** @description Result of GetMmsAsyncTask. */
        GetMmsAsyncTaskResponse: {
            /**
             * @description Request id, always present.
             * @example 688003E1-D1B4-5468-957E-2FFB3AC8D79B
             */
            requestId?: string;
            data?: components["schemas"]["AsyncTask"];
        };
        /** @description Result of ListMmsTasks. */
        ListMmsTasksResponse: {
            /**
             * @description Request id, always present.
             * @example 373A5CB2-8570-53BE-A98F-729B11D7A8B0
             */
            requestId?: string;
            /** @description Page of tasks. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["Task"][];
            };
        };
        /** @description Result of GetMmsTask. */
        GetMmsTaskResponse: {
            /**
             * @description Request id, always present.
             * @example 73207140-0FD5-588A-B11A-3CE093924196
             */
            requestId?: string;
            data?: components["schemas"]["Task"];
        };
        /** @description Result of ListMmsTaskLogs. */
        ListMmsTaskLogsResponse: {
            /**
             * @description Request id, always present.
             * @example A3AE5649-EF90-54BD-86D0-C632FA950988
             */
            requestId?: string;
            /** @description All log lines; not paged. */
            data?: components["schemas"]["TaskLog"][];
        };
        /** @description Result of RetryMmsTask. */
        RetryMmsTaskResponse: {
            /**
             * @description Request id, always present.
             * @example 0a06dd4516687375802853481ec9fd
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Result number; meaning undocumented.
             * @example 0
             */
            data?: string;
        };
        /** @description Result of CreateMmsTimer. */
        CreateMmsTimerResponse: {
            /**
             * @description Request id, always present.
             * @example 0be3e0b716671885050924814e3623
             */
            requestId?: string;
            /** @description Result. */
            data?: {
                /**
                 * Format: int64
                 * @description New timer id; returned synchronously.
                 * @example 1
                 */
                timerId?: string;
            };
        };
        /** @description Result of ListMmsTimers. */
        ListMmsTimersResponse: {
            /**
             * @description Request id, always present.
             * @example 0b87b7e716665825896565060e87a4
             */
            requestId?: string;
            /** @description Page of timers. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["TimerListItem"][];
            };
        };
        /** @description Result of GetMmsTimer. */
        GetMmsTimerResponse: {
            /**
             * @description Request id, always present.
             * @example 0a06dfe716674588654372173ec0da
             */
            requestId?: string;
            data?: components["schemas"]["Timer"];
        };
        /** @description Result of UpdateMmsTimer. */
        UpdateMmsTimerResponse: {
            /**
             * @description Request id, always present.
             * @example EA1320AB-7766-5EC7-B0F6-8B20E2298567
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Result number; meaning undocumented.
             * @example 0
             */
            data?: string;
        };
        /** @description Result of DeleteMmsTimer. */
        DeleteMmsTimerResponse: {
            /**
             * @description Request id, always present.
             * @example 0a06dd4516687375802853481ec9fd
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Id of the deleted timer.
             * @example 0
             */
            data?: string;
        };
        /** @description Result of TriggerMmsTimer. */
        TriggerMmsTimerResponse: {
            /**
             * @description Request id, always present.
             * @example 0be3e0b716671885050924814e3623
             */
            requestId?: string;
            /**
             * Format: int64
             * @description Timer id.
             * @example 1
             */
            data?: string;
        };
        /** @description Result of ListMmsTimerLogs. */
        ListMmsTimerLogsResponse: {
            /**
             * @description Request id, always present.
             * @example 0b87b7e716665825896565060e87a4
             */
            requestId?: string;
            /** @description Page of timer logs. */
            data?: {
                /**
                 * Format: int32
                 * @description Total records.
                 * @example 100
                 */
                total?: number;
                /**
                 * Format: int32
                 * @description Page returned.
                 * @example 1
                 */
                pageNum?: number;
                /**
                 * Format: int32
                 * @description Page size used.
                 * @example 10
                 */
                pageSize?: number;
                /** @description Records. */
                objectList?: components["schemas"]["TimerLog"][];
            };
        };
    };
    responses: {
        /** @description Refused: bad parameter, missing permission, unknown object, or throttling (told apart by code, see x-throttling-codes). */
        ClientError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Service-side failure. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: {
        /**
         * @description Data source id.
         * @example 2000015
         */
        sourceId: string;
        /**
         * @description Job id.
         * @example 10
         */
        jobId: string;
        /**
         * @description Async task id returned by an asynchronous call.
         * @example 2523
         */
        asyncTaskId: string;
        /**
         * @description Database id.
         * @example 1232
         */
        dbId: string;
        /**
         * @description Table id.
         * @example 22
         */
        tableId: string;
        /**
         * @description Partition id.
         * @example 2323
         */
        partitionId: string;
        /**
         * @description Scan id.
         * @example 1000002
         */
        scanId: string;
        /**
         * @description Task id.
         * @example 7680
         */
        taskId: string;
        /**
         * @description Timer id.
         * @example 1
         */
        timerId: string;
        /**
         * @description Page number, starting at 1. No default or maximum is published.
         * @example 1
         */
        pageNum: number;
        /**
         * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
         * @example 10
         */
        pageSize: number;
        /**
         * @description Language of the localised item texts; zh_CN by default.
         * @example en_US
         */
        lang: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ListMmsDataSources: {
        parameters: {
            query?: {
                /**
                 * @description Name filter; substring match in public usage.
                 * @example demo
                 */
                name?: string;
                /**
                 * @description Type filter.
                 * @example BIGQUERY
                 */
                type?: components["schemas"]["DataSourceType"];
                /**
                 * @description Region filter.
                 * @example cn-shanghai
                 */
                region?: string;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsDataSourcesResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    CreateMmsDataSource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateMmsDataSourceRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateMmsDataSourceResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsDataSource: {
        parameters: {
            query?: {
                /**
                 * @description Include configuration items.
                 * @example true
                 */
                withConfig?: boolean;
                /**
                 * @description Language of the localised item texts; zh_CN by default.
                 * @example en_US
                 */
                lang?: components["parameters"]["lang"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsDataSourceResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    UpdateMmsDataSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateMmsDataSourceRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMmsDataSourceResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    DeleteMmsDataSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteMmsDataSourceResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsDataSourceConfigItems: {
        parameters: {
            query: {
                /**
                 * @description Source type.
                 * @example Hive
                 */
                sourceType: string;
                /**
                 * @description Language of the localised item texts; zh_CN by default.
                 * @example en_US
                 */
                lang?: components["parameters"]["lang"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsDataSourceConfigItemsResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    CreateMmsFetchMetadataJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateMmsFetchMetadataJobRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateMmsFetchMetadataJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsFetchMetadataJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Scan id.
                 * @example 1000002
                 */
                scanId: components["parameters"]["scanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsFetchMetadataJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsDbs: {
        parameters: {
            query?: {
                /**
                 * @description Name filter.
                 * @example demo
                 */
                name?: string;
                /**
                 * @description State filter; the page lists data source states although records carry migration states.
                 * @example STARTED
                 */
                status?: string;
                /** @description Sort order, sent as one JSON object string (unlike the other lists, which use dotted names). */
                sorter?: string;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsDbsResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsDb: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Database id.
                 * @example 1232
                 */
                dbId: components["parameters"]["dbId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsDbResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    UpdateMmsDb: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Database id.
                 * @example 1232
                 */
                dbId: components["parameters"]["dbId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateMmsDbRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMmsDbResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsTables: {
        parameters: {
            query?: {
                /**
                 * @description Database id.
                 * @example 197
                 */
                dbId?: string;
                /**
                 * @description Database name.
                 * @example mms_test
                 */
                dbName?: string;
                /**
                 * @description Table name.
                 * @example test
                 */
                name?: string;
                /**
                 * @description Destination project.
                 * @example mms_test
                 */
                dstProjectName?: string;
                /**
                 * @description Destination schema.
                 * @example default
                 */
                dstSchemaName?: string;
                /**
                 * @description Destination table.
                 * @example test
                 */
                dstName?: string;
                /**
                 * @description Source table type.
                 * @example MANAGED_TABLE
                 */
                type?: string;
                /**
                 * @description Partitioned or not.
                 * @example true
                 */
                hasPartitions?: boolean;
                /**
                 * @description Return names only.
                 * @example false
                 */
                onlyName?: boolean;
                /** @description States to include, sent as one JSON array string. */
                status?: string;
                /**
                 * @description Earliest last DDL time, local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
                 * @example 2024-12-17 15:44:42
                 */
                lastDdlTimeStart?: string;
                /**
                 * @description Latest last DDL time, local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
                 * @example 2024-12-19 15:44:42
                 */
                lastDdlTimeEnd?: string;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
                /**
                 * @description Sort by numRows.
                 * @example desc
                 */
                "sorter.numRows"?: components["schemas"]["SortDirection"];
                /**
                 * @description Sort by size.
                 * @example asc
                 */
                "sorter.size"?: components["schemas"]["SortDirection"];
                /**
                 * @description Sort by lastDdlTime.
                 * @example desc
                 */
                "sorter.lastDdlTime"?: components["schemas"]["SortDirection"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsTablesResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    UpdateMmsTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateMmsTablesRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMmsTablesResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Table id.
                 * @example 22
                 */
                tableId: components["parameters"]["tableId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsTableResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    UpdateMmsTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Table id.
                 * @example 22
                 */
                tableId: components["parameters"]["tableId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateMmsTableRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMmsTableResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsPartitions: {
        parameters: {
            query?: {
                /**
                 * @description Database id.
                 * @example 2
                 */
                dbId?: string;
                /**
                 * @description Database name.
                 * @example d1
                 */
                dbName?: string;
                /**
                 * @description Table id.
                 * @example 20323
                 */
                tableId?: string;
                /**
                 * @description Table name.
                 * @example t1
                 */
                tableName?: string;
                /**
                 * @description Partition value.
                 * @example p1=1/p2=abc
                 */
                value?: string;
                /** @description States to include, sent as one JSON array string. */
                status?: string;
                /**
                 * @description Only partitions changed since the last migration.
                 * @example false
                 */
                updated?: boolean;
                /**
                 * @description Earliest last DDL time, local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
                 * @example 2024-12-17 15:44:42
                 */
                lastDdlTimeStart?: string;
                /**
                 * @description Latest last DDL time, local wall-clock 'yyyy-MM-dd HH:mm:ss' without zone.
                 * @example 2024-12-17 19:44:42
                 */
                lastDdlTimeEnd?: string;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
                /**
                 * @description Sort by numRows.
                 * @example desc
                 */
                "sorter.numRows"?: components["schemas"]["SortDirection"];
                /**
                 * @description Sort by size.
                 * @example asc
                 */
                "sorter.size"?: components["schemas"]["SortDirection"];
                /**
                 * @description Sort by lastDdlTime.
                 * @example desc
                 */
                "sorter.lastDdlTime"?: components["schemas"]["SortDirection"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsPartitionsResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsPartition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Partition id.
                 * @example 2323
                 */
                partitionId: components["parameters"]["partitionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsPartitionResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsJobs: {
        parameters: {
            query?: {
                /**
                 * @description Job name filter (the page calls it the data source name); substring match in public usage.
                 * @example demo
                 */
                name?: string;
                /**
                 * @description Source database.
                 * @example test_db_1
                 */
                srcDbName?: string;
                /**
                 * @description Source table.
                 * @example test_table_1
                 */
                srcTableName?: string;
                /**
                 * @description Destination project.
                 * @example mms_test
                 */
                dstDbName?: string;
                /**
                 * @description Destination table.
                 * @example test_table_1
                 */
                dstTableName?: string;
                /**
                 * @description State filter.
                 * @example DOING
                 */
                status?: components["schemas"]["JobStatus"];
                /**
                 * @description Stopped filter: an integer although documented with the example `false`.
                 * @example 0
                 */
                stopped?: string;
                /**
                 * @description Only jobs spawned by this timer.
                 * @example 1
                 */
                timerId?: string;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
                /**
                 * @description Sort by status.
                 * @example desc
                 */
                "sorter.status"?: components["schemas"]["SortDirection"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsJobsResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    CreateMmsJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateMmsJobRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateMmsJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Job id.
                 * @example 10
                 */
                jobId: components["parameters"]["jobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    DeleteMmsJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Job id.
                 * @example 10
                 */
                jobId: components["parameters"]["jobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteMmsJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    StartMmsJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Job id.
                 * @example 10
                 */
                jobId: components["parameters"]["jobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartMmsJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    StopMmsJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Job id.
                 * @example 10
                 */
                jobId: components["parameters"]["jobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopMmsJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    RetryMmsJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Job id.
                 * @example 10
                 */
                jobId: components["parameters"]["jobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetryMmsJobResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsAsyncTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Async task id returned by an asynchronous call.
                 * @example 2523
                 */
                asyncTaskId: components["parameters"]["asyncTaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsAsyncTaskResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsTasks: {
        parameters: {
            query?: {
                /**
                 * @description Job id.
                 * @example 10
                 */
                jobId?: string;
                /**
                 * @description Job name.
                 * @example test1
                 */
                jobName?: string;
                /**
                 * @description Source database.
                 * @example test_db_1
                 */
                srcDbName?: string;
                /**
                 * @description Source table.
                 * @example test_table_1
                 */
                srcTableName?: string;
                /**
                 * @description Destination project.
                 * @example mms_test
                 */
                dstDbName?: string;
                /**
                 * @description Destination table.
                 * @example test_table_1
                 */
                dstTableName?: string;
                /**
                 * @description State filter.
                 * @example DATA_DOING
                 */
                status?: components["schemas"]["TaskStatus"];
                /**
                 * @description Only tasks that moved this partition value.
                 * @example p1=1/p2=abc
                 */
                partition?: string;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
                /**
                 * @description Sort by startTime.
                 * @example desc
                 */
                "sorter.startTime"?: components["schemas"]["SortDirection"];
                /**
                 * @description Sort by status.
                 * @example asc
                 */
                "sorter.status"?: components["schemas"]["SortDirection"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsTasksResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Task id.
                 * @example 7680
                 */
                taskId: components["parameters"]["taskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsTaskResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsTaskLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Task id.
                 * @example 7680
                 */
                taskId: components["parameters"]["taskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsTaskLogsResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    RetryMmsTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Task id.
                 * @example 7680
                 */
                taskId: components["parameters"]["taskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetryMmsTaskResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsTimers: {
        parameters: {
            query?: {
                /**
                 * @description Name filter.
                 * @example demo
                 */
                name?: string;
                /**
                 * @description Source database.
                 * @example test_db_1
                 */
                srcDbName?: string;
                /**
                 * @description Source table.
                 * @example test_table_1
                 */
                srcTableName?: string;
                /**
                 * @description Paused filter (boolean here, integer on ListMmsJobs).
                 * @example false
                 */
                stopped?: boolean;
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsTimersResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    CreateMmsTimer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateMmsTimerRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateMmsTimerResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    GetMmsTimer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Timer id.
                 * @example 1
                 */
                timerId: components["parameters"]["timerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetMmsTimerResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    UpdateMmsTimer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Timer id.
                 * @example 1
                 */
                timerId: components["parameters"]["timerId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateMmsTimerRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateMmsTimerResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    DeleteMmsTimer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Timer id.
                 * @example 1
                 */
                timerId: components["parameters"]["timerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteMmsTimerResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    TriggerMmsTimer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Timer id.
                 * @example 1
                 */
                timerId: components["parameters"]["timerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerMmsTimerResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    ListMmsTimerLogs: {
        parameters: {
            query?: {
                /**
                 * @description Page number, starting at 1. No default or maximum is published.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Records per page. No default or maximum is published (public usage relies on a default of 20).
                 * @example 10
                 */
                pageSize?: components["parameters"]["pageSize"];
            };
            header?: never;
            path: {
                /**
                 * @description Data source id.
                 * @example 2000015
                 */
                sourceId: components["parameters"]["sourceId"];
                /**
                 * @description Timer id.
                 * @example 1
                 */
                timerId: components["parameters"]["timerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMmsTimerLogsResponse"];
                };
            };
            "4XX": components["responses"]["ClientError"];
            "5XX": components["responses"]["ServerError"];
        };
    };
}
