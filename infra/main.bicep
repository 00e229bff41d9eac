targetScope = 'subscription'

@description('One entry of the setting POOLKEEPER_SOURCES: README.md says what each property means.')
type source = {
  name: string?
  repository: string
  repositoryId: int?
  branch: string?
  directory: string?
  @description('Ids such as /subscriptions/{id}/resourceGroups/{name}, in any subscription of the tenant.')
  @minLength(1)
  resourceGroups: string[]
  keyVaults: string[]?
  removed: ('keep' | 'delete')?
  deletionsMax: int?
  drift: ('report' | 'correct')?
  paused: bool?
}

@description('Tells deployments of poolkeeper apart: prod, test.')
@minLength(1)
@maxLength(12)
param environmentName string

@description('Where the app itself runs. Its pools may be anywhere.')
param location string

@description('What is followed.')
@minLength(1)
param sources source[]

@description('The secret of the webhook on GitHub. Empty: the vault has it already.')
@secure()
param webhookSecret string = ''

@description('The webhook secret before, while it is being rotated. Empty: see isWebhookSecretRotating.')
@secure()
param webhookSecretPrevious string = ''

@description('Whether the secret before is accepted too: the vault must hold github-webhook-secret-previous.')
param isWebhookSecretRotating bool = false

@description('Id of the GitHub App. Empty: a token is used.')
param githubAppId string = ''

@description('Private key of the GitHub App, PEM. Empty: the vault has it already.')
@secure()
param githubAppPrivateKey string = ''

@description('Token, where there is no GitHub App. Empty: the vault has it already.')
@secure()
param githubToken string = ''

@description('GitHub Enterprise Server: https://{host}/api/v3.')
param githubApiUrl string = 'https://api.github.com'

@description('NCRONTAB, UTC: when sources are looked at for pushes whose webhook was lost.')
param pollSchedule string = '0 */5 * * * *'

@description('NCRONTAB, UTC: when a snapshot is taken.')
param snapshotSchedule string = '0 0 * * * *'

@description('custom: the explicit role of modules/followed-group.bicep. builtIn: Container Apps SessionPools Contributor.')
@allowed(['custom', 'builtIn'])
param poolRole string = 'custom'

@description('Whether pools may be given user-assigned identities of the followed and the lending groups.')
param mayAssignIdentities bool = false

@description('Ids of other resource groups that hold the environments and identities that pools use.')
param lendingGroupIds string[] = []

@description('Ids of the key vaults that the sources name as keyVaults. With isPrivate, docs/operations.md says what they need.')
param sourceVaultIds string[] = []

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Of each group of functions that scales by itself.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('1: a webhook is never answered by a cold start, and one instance is paid for around the clock.')
@minValue(0)
@maxValue(1)
param alwaysReadyHttp int = 0

@description('How long nobody can change or delete a record of the audit trail.')
@minValue(1)
@maxValue(146000)
param auditRetentionDays int = 365

@description('Set after the policy was locked: Azure refuses a deployment that sets a locked policy again.')
param isAuditPolicyLocked bool = false

@description('When records of the audit trail are deleted; 0 is never. More than auditRetentionDays.')
@minValue(0)
param auditDeleteAfterDays int = 0

@description('Whether manifests of the audit trail are signed by a key in the vault.')
param isAuditSigned bool = false

@description('Whether storage and vault of the app are reached by private endpoints only. Vaults of sources get none.')
param isPrivate bool = false

@description('CIDR ranges that may call the app. Empty: everybody. GitHub\'s hooks must be among them.')
param allowedIpRanges string[] = []

@description('Of the storage account, where one is made. Not every region has zones.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Id of a storage account to use. Empty: one is made.')
param existingStorageId string = ''

@description('Id of a key vault with RBAC to use. Empty: one is made.')
param existingVaultId string = ''

@description('Who is told of alerts.')
param alertEmails string[] = []

@description('Ids of action groups that are told of alerts too.')
param actionGroupIds string[] = []

@description('Where docs/operations.md can be read: alerts link to its sections.')
param runbookUrl string = 'docs/operations.md'

@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

param tags object = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
var allTags = union({ 'azd-env-name': environmentName, application: 'poolkeeper' }, tags)
var followedGroupIds = flatten(map(sources, each => each.resourceGroups))
var vaultsWithRole = map(sourceVaultIds, id => toLower(last(split(id, '/'))))
var vaultsNamed = map(flatten(map(sources, each => each.?keyVaults ?? [])), name => toLower(split(name, '.')[0]))
var storageId = empty(existingStorageId)
  ? '${group.id}/providers/Microsoft.Storage/storageAccounts/st${token}'
  : existingStorageId
var vaultId = empty(existingVaultId)
  ? '${group.id}/providers/Microsoft.KeyVault/vaults/kv-${token}'
  : existingVaultId

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-poolkeeper-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  name: 'poolkeeper-identity'
  scope: group
  params: {
    name: 'id-poolkeeper-${environmentName}'
    location: location
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (isPrivate) {
  name: 'poolkeeper-network'
  scope: group
  params: {
    suffix: 'poolkeeper-${environmentName}'
    location: location
    storageId: storageId
    vaultId: vaultId
    tags: allTags
  }
  dependsOn: [storage, vault]
}

module storage 'modules/storage.bicep' = {
  name: 'poolkeeper-storage'
  scope: resourceGroup(split(storageId, '/')[2], split(storageId, '/')[4])
  params: {
    name: last(split(storageId, '/'))
    isNew: empty(existingStorageId)
    sku: storageSku
    location: location
    principalId: identity.outputs.principalId
    auditRetentionDays: auditRetentionDays
    isAuditPolicyLocked: isAuditPolicyLocked
    auditDeleteAfterDays: auditDeleteAfterDays
    isPrivate: isPrivate
    tags: allTags
  }
}

module vault 'modules/vault.bicep' = {
  name: 'poolkeeper-vault'
  scope: resourceGroup(split(vaultId, '/')[2], split(vaultId, '/')[4])
  params: {
    name: last(split(vaultId, '/'))
    isNew: empty(existingVaultId)
    location: location
    principalId: identity.outputs.principalId
    webhookSecret: webhookSecret
    webhookSecretPrevious: webhookSecretPrevious
    githubAppPrivateKey: githubAppPrivateKey
    githubToken: githubToken
    hasAuditKey: isAuditSigned
    isPrivate: isPrivate
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'poolkeeper-monitoring'
  scope: group
  params: {
    suffix: 'poolkeeper-${environmentName}'
    location: location
    principalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    tags: allTags
  }
}

module app 'modules/app.bicep' = {
  name: 'poolkeeper-app'
  scope: group
  params: {
    name: 'func-poolkeeper-${environmentName}-${substring(token, 0, 6)}'
    planName: 'asp-poolkeeper-${environmentName}'
    location: location
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    vaultUri: vault.outputs.uri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    subnetId: isPrivate ? network!.outputs.appSubnetId : ''
    sources: string(sources)
    githubAppId: githubAppId
    githubApiUrl: githubApiUrl
    isWebhookSecretRotating: isWebhookSecretRotating
    isAuditSigned: isAuditSigned
    pollSchedule: pollSchedule
    snapshotSchedule: snapshotSchedule
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttp: alwaysReadyHttp
    allowedIpRanges: allowedIpRanges
    tags: allTags
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'poolkeeper-alerts'
  scope: group
  params: {
    suffix: 'poolkeeper-${environmentName}'
    location: location
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    alertEmails: alertEmails
    actionGroupIds: actionGroupIds
    runbookUrl: runbookUrl
    tags: allTags
  }
}

module followed 'modules/followed-group.bicep' = [
  for id in followedGroupIds: {
    name: 'poolkeeper-followed-${uniqueString(id, environmentName)}'
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: {
      principalId: identity.outputs.principalId
      poolRole: poolRole
      mayAssignIdentities: mayAssignIdentities
    }
  }
]

module lending 'modules/lending-group.bicep' = [
  for id in lendingGroupIds: {
    name: 'poolkeeper-lending-${uniqueString(id, environmentName)}'
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: {
      principalId: identity.outputs.principalId
      mayAssignIdentities: mayAssignIdentities
    }
  }
]

module sourceVaults 'modules/source-vault.bicep' = [
  for id in sourceVaultIds: {
    name: 'poolkeeper-vault-${uniqueString(id, environmentName)}'
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: {
      name: last(split(id, '/'))
      principalId: identity.outputs.principalId
    }
  }
]

output AZURE_RESOURCE_GROUP string = group.name
output APP_NAME string = app.outputs.name
output WEBHOOK_URL string = 'https://${app.outputs.hostName}/api/github/webhook'
output HEALTH_URL string = 'https://${app.outputs.hostName}/api/health'
output VAULT_NAME string = last(split(vaultId, '/'))
output STORAGE_NAME string = last(split(storageId, '/'))
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
@description('Vaults that sources name and sourceVaultIds does not: their secrets can not be read.')
output VAULTS_WITHOUT_ROLE string[] = filter(vaultsNamed, name => !contains(vaultsWithRole, name))
