param name string
param isNew bool
param location string
param principalId string
@secure()
param webhookSecret string
@secure()
param webhookSecretPrevious string
@secure()
param githubAppPrivateKey string
@secure()
param githubToken string
@description('Whether there is a key that signs the audit trail.')
param hasAuditKey bool
param isPrivate bool
param tags object

var keyVaultCryptoUser = '12338af0-0e69-4776-bea7-57ae8d297424'

resource created 'Microsoft.KeyVault/vaults@2023-07-01' = if (isNew) {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: name
}

resource webhook 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(webhookSecret)) {
  parent: vault
  name: 'github-webhook-secret'
  dependsOn: [created]
  properties: { value: webhookSecret }
}

resource webhookPrevious 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(webhookSecretPrevious)) {
  parent: vault
  name: 'github-webhook-secret-previous'
  dependsOn: [created]
  properties: { value: webhookSecretPrevious }
}

resource appKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(githubAppPrivateKey)) {
  parent: vault
  name: 'github-app-private-key'
  dependsOn: [created]
  properties: { value: githubAppPrivateKey }
}

resource token 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(githubToken)) {
  parent: vault
  name: 'github-token'
  dependsOn: [created]
  properties: { value: githubToken }
}

resource auditKey 'Microsoft.KeyVault/vaults/keys@2023-07-01' = if (hasAuditKey) {
  parent: vault
  name: 'audit'
  dependsOn: [created]
  properties: {
    kty: 'EC'
    curveName: 'P-256'
    keyOps: ['sign', 'verify']
  }
}

resource auditSigner 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hasAuditKey) {
  scope: auditKey
  name: guid(vault.id, 'audit', principalId, keyVaultCryptoUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultCryptoUser)
  }
}

module reader 'source-vault.bicep' = {
  name: 'poolkeeper-own-vault-reader'
  params: {
    name: name
    principalId: principalId
  }
  dependsOn: [created]
}

output uri string = 'https://${name}${environment().suffixes.keyvaultDns}'
