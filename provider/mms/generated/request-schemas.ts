// Generated from provider/mms/openapi.yaml by `npm run generate`. Do not edit.
/** JSON schema of each operation's query parameters and body. */
export const requestSchemas: Readonly<Record<string, { readonly query: Readonly<Record<string, object>>; readonly body?: object }>> = {
 "CreateMmsDataSource": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "type": {
     "type": "string"
    },
    "networklink": {
     "type": "string"
    },
    "config": {
     "type": "object",
     "additionalProperties": true
    }
   }
  }
 },
 "ListMmsDataSources": {
  "query": {
   "name": {
    "type": "string"
   },
   "type": {
    "type": "string"
   },
   "region": {
    "type": "string"
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   }
  }
 },
 "GetMmsDataSource": {
  "query": {
   "withConfig": {
    "type": "boolean"
   },
   "lang": {
    "type": "string"
   }
  }
 },
 "UpdateMmsDataSource": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "action": {
     "type": "string",
     "enum": [
      "UPDATE_CONFIG",
      "START",
      "STOP",
      "RENAME"
     ]
    },
    "name": {
     "type": "string"
    },
    "config": {
     "type": "object",
     "additionalProperties": true
    },
    "test": {
     "type": "boolean"
    }
   }
  }
 },
 "DeleteMmsDataSource": {
  "query": {}
 },
 "ListMmsDataSourceConfigItems": {
  "query": {
   "sourceType": {
    "type": "string"
   },
   "lang": {
    "type": "string"
   }
  }
 },
 "CreateMmsFetchMetadataJob": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "dbName": {
     "type": "string"
    },
    "tableNames": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   }
  }
 },
 "GetMmsFetchMetadataJob": {
  "query": {}
 },
 "ListMmsDbs": {
  "query": {
   "name": {
    "type": "string"
   },
   "status": {
    "type": "string"
   },
   "sorter": {
    "type": "string",
    "contentMediaType": "application/json",
    "contentSchema": {
     "type": "object",
     "properties": {
      "numRows": {
       "type": "string",
       "enum": [
        "asc",
        "desc"
       ]
      },
      "size": {
       "type": "string",
       "enum": [
        "asc",
        "desc"
       ]
      },
      "updateTime": {
       "type": "string"
      }
     },
     "additionalProperties": false
    }
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   }
  }
 },
 "GetMmsDb": {
  "query": {}
 },
 "UpdateMmsDb": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "dstProjectName": {
     "type": "string"
    },
    "dstName": {
     "type": "string"
    },
    "status": {
     "type": "string",
     "enum": [
      "INIT",
      "DOING",
      "DONE",
      "FAILED",
      "PART_DONE"
     ]
    }
   }
  }
 },
 "ListMmsTables": {
  "query": {
   "dbId": {
    "type": "integer"
   },
   "dbName": {
    "type": "string"
   },
   "name": {
    "type": "string"
   },
   "dstProjectName": {
    "type": "string"
   },
   "dstSchemaName": {
    "type": "string"
   },
   "dstName": {
    "type": "string"
   },
   "type": {
    "type": "string"
   },
   "hasPartitions": {
    "type": "boolean"
   },
   "onlyName": {
    "type": "boolean"
   },
   "status": {
    "type": "string",
    "contentMediaType": "application/json",
    "contentSchema": {
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "INIT",
       "DOING",
       "DONE",
       "FAILED",
       "PART_DONE"
      ]
     }
    }
   },
   "lastDdlTimeStart": {
    "type": "string"
   },
   "lastDdlTimeEnd": {
    "type": "string"
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   },
   "sorter.numRows": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   },
   "sorter.size": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   },
   "sorter.lastDdlTime": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   }
  }
 },
 "UpdateMmsTables": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "dbName": {
     "type": "string"
    },
    "tableNames": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "tables": {
     "type": "array",
     "items": {
      "type": "integer"
     }
    },
    "dstProjectName": {
     "type": "string"
    },
    "dstSchemaName": {
     "type": "string"
    },
    "status": {
     "type": "string",
     "enum": [
      "INIT",
      "DOING",
      "DONE",
      "FAILED",
      "PART_DONE"
     ]
    }
   }
  }
 },
 "GetMmsTable": {
  "query": {}
 },
 "UpdateMmsTable": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "dstProjectName": {
     "type": "string"
    },
    "dstSchemaName": {
     "type": "string"
    },
    "dstName": {
     "type": "string"
    },
    "status": {
     "type": "string",
     "enum": [
      "INIT",
      "DOING",
      "DONE",
      "FAILED",
      "PART_DONE"
     ]
    }
   }
  }
 },
 "ListMmsPartitions": {
  "query": {
   "dbId": {
    "type": "integer"
   },
   "dbName": {
    "type": "string"
   },
   "tableId": {
    "type": "integer"
   },
   "tableName": {
    "type": "string"
   },
   "value": {
    "type": "string"
   },
   "status": {
    "type": "string",
    "contentMediaType": "application/json",
    "contentSchema": {
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "INIT",
       "DOING",
       "DONE",
       "FAILED",
       "PART_DONE"
      ]
     }
    }
   },
   "updated": {
    "type": "boolean"
   },
   "lastDdlTimeStart": {
    "type": "string"
   },
   "lastDdlTimeEnd": {
    "type": "string"
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   },
   "sorter.numRows": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   },
   "sorter.size": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   },
   "sorter.lastDdlTime": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   }
  }
 },
 "GetMmsPartition": {
  "query": {}
 },
 "CreateMmsJob": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "sourceId": {
     "type": "integer"
    },
    "sourceName": {
     "type": "string"
    },
    "srcDbName": {
     "type": "string"
    },
    "srcSchemaName": {
     "type": "string"
    },
    "dstDbName": {
     "type": "string"
    },
    "dstSchemaName": {
     "type": "string"
    },
    "tables": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "partitions": {
     "type": "array",
     "items": {
      "type": "integer"
     }
    },
    "tableBlackList": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "tableWhiteList": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "partitionFilters": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     }
    },
    "tableMapping": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     }
    },
    "columnMapping": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     }
    },
    "enableVerification": {
     "type": "boolean"
    },
    "others": {
     "type": "object",
     "additionalProperties": true
    },
    "schemaOnly": {
     "type": "boolean"
    },
    "increment": {
     "type": "boolean"
    },
    "taskType": {
     "type": "string"
    },
    "enableSchemaMigration": {
     "type": "boolean"
    },
    "enableDataMigration": {
     "type": "boolean"
    },
    "eta": {
     "type": "string"
    }
   }
  }
 },
 "ListMmsJobs": {
  "query": {
   "name": {
    "type": "string"
   },
   "srcDbName": {
    "type": "string"
   },
   "srcTableName": {
    "type": "string"
   },
   "dstDbName": {
    "type": "string"
   },
   "dstTableName": {
    "type": "string"
   },
   "status": {
    "type": "string",
    "enum": [
     "INIT",
     "DOING",
     "DONE",
     "FAILED"
    ]
   },
   "stopped": {
    "type": "integer"
   },
   "timerId": {
    "type": "integer"
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   },
   "sorter.status": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   }
  }
 },
 "GetMmsJob": {
  "query": {}
 },
 "DeleteMmsJob": {
  "query": {}
 },
 "StartMmsJob": {
  "query": {}
 },
 "StopMmsJob": {
  "query": {}
 },
 "RetryMmsJob": {
  "query": {}
 },
 "GetMmsAsyncTask": {
  "query": {}
 },
 "ListMmsTasks": {
  "query": {
   "jobId": {
    "type": "integer"
   },
   "jobName": {
    "type": "string"
   },
   "srcDbName": {
    "type": "string"
   },
   "srcTableName": {
    "type": "string"
   },
   "dstDbName": {
    "type": "string"
   },
   "dstTableName": {
    "type": "string"
   },
   "status": {
    "type": "string",
    "enum": [
     "INIT",
     "SCHEMA_DOING",
     "SCHEMA_DONE",
     "SCHEMA_FAILED",
     "DATA_DOING",
     "DATA_DONE",
     "DATA_FAILED",
     "VERIFICATION_DOING",
     "VERIFICATION_DONE",
     "VERIFICATION_FAILED",
     "DONE"
    ]
   },
   "partition": {
    "type": "string"
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   },
   "sorter.startTime": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   },
   "sorter.status": {
    "type": "string",
    "enum": [
     "asc",
     "desc"
    ]
   }
  }
 },
 "GetMmsTask": {
  "query": {}
 },
 "ListMmsTaskLogs": {
  "query": {}
 },
 "RetryMmsTask": {
  "query": {}
 },
 "CreateMmsTimer": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "sourceId": {
     "type": "integer"
    },
    "srcDbName": {
     "type": "string"
    },
    "scheduleType": {
     "type": "string",
     "enum": [
      "Daily",
      "Hourly"
     ]
    },
    "value": {
     "type": "string"
    },
    "tables": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "partitions": {
     "type": "array",
     "items": {
      "type": "integer"
     }
    },
    "tableBlackList": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "tableWhiteList": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "partitionFilters": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     }
    },
    "tableMapping": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     }
    },
    "columnMapping": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     }
    },
    "enableVerification": {
     "type": "boolean"
    },
    "others": {
     "type": "object",
     "additionalProperties": true
    },
    "enableSchemaMigration": {
     "type": "boolean"
    },
    "enableDataMigration": {
     "type": "boolean"
    }
   }
  }
 },
 "ListMmsTimers": {
  "query": {
   "name": {
    "type": "string"
   },
   "srcDbName": {
    "type": "string"
   },
   "srcTableName": {
    "type": "string"
   },
   "stopped": {
    "type": "boolean"
   },
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   }
  }
 },
 "GetMmsTimer": {
  "query": {}
 },
 "UpdateMmsTimer": {
  "query": {},
  "body": {
   "type": "object",
   "properties": {
    "scheduleType": {
     "type": "string",
     "enum": [
      "Daily",
      "Hourly"
     ]
    },
    "value": {
     "type": "string"
    },
    "stopped": {
     "type": "boolean"
    },
    "tableBlackList": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "tableWhiteList": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   }
  }
 },
 "DeleteMmsTimer": {
  "query": {}
 },
 "TriggerMmsTimer": {
  "query": {}
 },
 "ListMmsTimerLogs": {
  "query": {
   "pageNum": {
    "type": "integer"
   },
   "pageSize": {
    "type": "integer"
   }
  }
 }
};
