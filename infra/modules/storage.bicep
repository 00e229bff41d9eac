param name string
param isNew bool
param sku string
param location string
param principalId string
param auditRetentionDays int
param isAuditPolicyLocked bool
param auditDeleteAfterDays int
param isPrivate bool
param tags object

var containers = ['state', 'deployments']
var auditContainer = 'audit'
var queues = [
  'syncs'
  'reconciles'
  'rollouts'
  'syncs-poison'
  'reconciles-poison'
  'rollouts-poison'
]
var roles = {
  // The Functions host keeps its leases and keys in blobs, and its documentation asks for this role.
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
}
// Records are read in whole when the chain is verified: nothing goes to the archive tier.
var auditCoolAfterDays = 30
var oldVersionsDays = 7

resource created 'Microsoft.Storage/storageAccounts@2023-05-01' = if (isNew) {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobSettings 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    dependsOn: [blobSettings]
    properties: {
      policy: {
        rules: concat(
          [
            {
              name: 'audit-to-cool'
              type: 'Lifecycle'
              definition: {
                filters: { blobTypes: ['blockBlob'], prefixMatch: ['${auditContainer}/'] }
                actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: auditCoolAfterDays } } }
              }
            }
            {
              // Documents are written often, and versioning keeps each writing.
              name: 'old-versions'
              type: 'Lifecycle'
              definition: {
                filters: {
                  blobTypes: ['blockBlob']
                  prefixMatch: ['state/', 'deployments/', 'azure-webjobs-hosts/', 'azure-webjobs-secrets/']
                }
                actions: { version: { delete: { daysAfterCreationGreaterThan: oldVersionsDays } } }
              }
            }
          ],
          auditDeleteAfterDays == 0
            ? []
            : [
                {
                  name: 'audit-delete'
                  type: 'Lifecycle'
                  definition: {
                    filters: { blobTypes: ['blockBlob'], prefixMatch: ['${auditContainer}/'] }
                    actions: {
                      baseBlob: {
                        delete: {
                          daysAfterModificationGreaterThan: max(auditDeleteAfterDays, auditRetentionDays + 1)
                        }
                      }
                      // Deleting a blob whose versions are kept leaves one.
                      version: {
                        delete: {
                          daysAfterCreationGreaterThan: max(auditDeleteAfterDays, auditRetentionDays + 1)
                        }
                      }
                    }
                  }
                }
              ]
        )
      }
    }
  }
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: name
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' existing = {
  parent: account
  name: 'default'
}

resource plainContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [
  for container in containers: {
    parent: blobs
    name: container
    dependsOn: [created]
    properties: { publicAccess: 'None' }
  }
]

resource audit 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: auditContainer
  dependsOn: [created]
  properties: { publicAccess: 'None' }
}

resource auditPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2023-05-01' = if (!isAuditPolicyLocked) {
  parent: audit
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: auditRetentionDays
    allowProtectedAppendWrites: false
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2023-05-01' existing = {
  parent: account
  name: 'default'
}

resource allQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2023-05-01' = [
  for queue in queues: {
    parent: queueService
    name: queue
    dependsOn: [created]
  }
]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    scope: account
    name: guid(account.id, principalId, role.value)
    dependsOn: [created]
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output blobEndpoint string = 'https://${name}.blob.${environment().suffixes.storage}'
output queueEndpoint string = 'https://${name}.queue.${environment().suffixes.storage}'
