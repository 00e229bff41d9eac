/** What Azure fills in and shows; from the OpenAPI, and what newer api-versions add to a pool that is read. */
const READ_ONLY: readonly { readonly at: RegExp; readonly names: readonly string[] }[] = [
  { at: /^$/, names: ["id", "type", "systemData", "etag"] },
  {
    at: /^\/properties$/,
    names: ["provisioningState", "nodeCount", "poolManagementEndpoint", "templateUpdateStatus"],
  },
  { at: /^\/identity$/, names: ["principalId", "tenantId"] },
  { at: /^\/identity\/userAssignedIdentities\/[^/]+$/, names: ["principalId", "clientId"] },
];

/** Whether the property of the value at the pointer is Azure's to set. */
export function isReadOnly(pointer: string, name: string): boolean {
  return READ_ONLY.some(({ at, names }) => at.test(pointer) && names.includes(name));
}
