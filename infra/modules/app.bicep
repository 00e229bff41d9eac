param name string
param planName string
param location string
param identityId string
param identityClientId string
param blobEndpoint string
param queueEndpoint string
param vaultUri string
param applicationInsightsName string
@description('Empty: the app is not in a network.')
param subnetId string
param sources string
param githubAppId string
param githubApiUrl string
param isWebhookSecretRotating bool
param isAuditSigned bool
param pollSchedule string
param snapshotSchedule string
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyHttp int
param allowedIpRanges string[]
param tags object

var settings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__queueServiceUri: queueEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  PoolkeeperStorage__blobServiceUri: blobEndpoint
  PoolkeeperStorage__queueServiceUri: queueEndpoint
  PoolkeeperStorage__credential: 'managedidentity'
  PoolkeeperStorage__clientId: identityClientId
  AZURE_CLIENT_ID: identityClientId
  ARM_ENDPOINT: environment().resourceManager
  GITHUB_API_URL: githubApiUrl
  GITHUB_WEBHOOK_SECRET: '@Microsoft.KeyVault(SecretUri=${vaultUri}/secrets/github-webhook-secret)'
  POOLKEEPER_SOURCES: sources
  POLL_SCHEDULE: pollSchedule
  SNAPSHOT_SCHEDULE: snapshotSchedule
  // GitHub sends no larger webhook.
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '26214400'
  // A snapshot of 10,000 pools makes much that lives for a moment: cleared away sooner, it fits in 256 MB.
  languageWorkers__node__arguments: '--max-semi-space-size=16'
}
// A reference to a secret that is not there arrives as its own text, so only what is wanted is referred to.
var rotationSettings = isWebhookSecretRotating
  ? {
      GITHUB_WEBHOOK_SECRET_PREVIOUS: '@Microsoft.KeyVault(SecretUri=${vaultUri}/secrets/github-webhook-secret-previous)'
    }
  : {}
var auditSettings = isAuditSigned
  ? {
      AUDIT_SIGNING_KEY: '${vaultUri}/keys/audit'
    }
  : {}
var githubSettings = empty(githubAppId)
  ? {
      GITHUB_TOKEN: '@Microsoft.KeyVault(SecretUri=${vaultUri}/secrets/github-token)'
    }
  : {
      GITHUB_APP_ID: githubAppId
      GITHUB_APP_PRIVATE_KEY: '@Microsoft.KeyVault(SecretUri=${vaultUri}/secrets/github-app-private-key)'
    }

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}/deployments'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'node', version: '24' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyHttp == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyHttp }]
      }
      siteUpdateStrategy: { type: 'RollingUpdate' }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: empty(allowedIpRanges) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [
        for (range, index) in allowedIpRanges: {
          name: 'allowed-${index}'
          action: 'Allow'
          ipAddress: range
          priority: 100 + index
        }
      ]
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, rotationSettings, auditSettings, githubSettings)
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = site.name
output hostName string = site.properties.defaultHostName
