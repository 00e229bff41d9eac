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
param isPrivate bool
param tags object

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

module reader 'source-vault.bicep' = {
  name: 'poolkeeper-own-vault-reader'
  params: {
    name: name
    principalId: principalId
  }
  dependsOn: [created]
}

output uri string = 'https://${name}${environment().suffixes.keyvaultDns}'
