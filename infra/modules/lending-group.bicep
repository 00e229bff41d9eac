param principalId string
param mayAssignIdentities bool

var lendingActions = [
  'Microsoft.App/managedEnvironments/read'
  'Microsoft.App/managedEnvironments/join/action'
]
var identityActions = [
  'Microsoft.ManagedIdentity/userAssignedIdentities/read'
  'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
]
var groupId = resourceGroup().id
// As in followed-group.bicep: of the deployment, and not of what it allows.
var roleName = guid(groupId, 'poolkeeper', 'lending', principalId)

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: roleName
  properties: {
    roleName: 'poolkeeper: environments (${roleName})'
    description: 'Joins session pools to what is in one resource group.'
    type: 'CustomRole'
    permissions: [{ actions: mayAssignIdentities ? concat(lendingActions, identityActions) : lendingActions }]
    assignableScopes: [groupId]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(groupId, principalId, roleName)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role.id
  }
}
