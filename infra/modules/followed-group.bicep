param principalId string
@allowed(['custom', 'builtIn'])
param poolRole string
param mayAssignIdentities bool

// Each action is one that src/arm/requests.ts needs, or that ARM checks for what a pool is joined to.
var poolActions = [
  'Microsoft.App/sessionPools/read'
  'Microsoft.App/sessionPools/write'
  'Microsoft.App/sessionPools/delete'
  'Microsoft.App/locations/operationStatuses/read'
  'Microsoft.App/locations/operationResults/read'
  'Microsoft.App/managedEnvironments/read'
  'Microsoft.App/managedEnvironments/join/action'
]
var identityActions = [
  'Microsoft.ManagedIdentity/userAssignedIdentities/read'
  'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
]
var containerAppsSessionPoolsContributor = 'f7669afb-68b2-44b4-9c5f-6d2a47fddda0'
var managedIdentityOperator = 'f1a07417-d97a-45cb-824c-7a7467783830'
var groupId = resourceGroup().id
var isCustom = poolRole == 'custom'
// Says nothing of what the role allows: then a deployment changes the role that is there, and takes away what it no
// longer may. The principal is in it, since two deployments that follow one group may differ in that.
var customRoleName = guid(groupId, 'poolkeeper', 'pools', principalId)

resource customRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (isCustom) {
  name: customRoleName
  properties: {
    // Unique in the tenant, so the group is in it.
    roleName: 'poolkeeper: session pools (${customRoleName})'
    description: 'Reads, writes and deletes session pools of one resource group.'
    type: 'CustomRole'
    permissions: [{ actions: mayAssignIdentities ? concat(poolActions, identityActions) : poolActions }]
    assignableScopes: [groupId]
  }
}

resource custom 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (isCustom) {
  name: guid(groupId, principalId, customRoleName)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: customRole.id
  }
}

resource builtIn 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!isCustom) {
  name: guid(groupId, principalId, containerAppsSessionPoolsContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      containerAppsSessionPoolsContributor
    )
  }
}

resource identities 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!isCustom && mayAssignIdentities) {
  name: guid(groupId, principalId, managedIdentityOperator)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', managedIdentityOperator)
  }
}
