const TEMPLATE = "this is a template for ARM, and a spec is one resource of it, from location on";
const NEWER = "it is not in api-version 2025-07-01, so take it out";

/** Names that people bring along from elsewhere: the value that they stand in, and what to do about them. */
const STRANGERS: readonly { readonly at: RegExp; readonly advice: { readonly [name: string]: string } }[] = [
  {
    at: /^$/,
    advice: {
      apiVersion: "it is always 2025-07-01, so take it out",
      ...{ contentVersion: TEMPLATE, parameters: TEMPLATE, variables: TEMPLATE },
      ...{ resources: TEMPLATE, outputs: TEMPLATE },
      dependsOn: "what the pool needs is there before it, so take it out",
    },
  },
  { at: /^\/properties$/, advice: { mcpServerSettings: NEWER } },
  {
    at: /^\/properties\/dynamicPoolConfiguration$/,
    advice: { executionType: "older api-versions had it; write lifecycleType in lifecycleConfiguration" },
  },
  {
    at: /^\/properties\/customContainerTemplate$/,
    advice: { registries: "write registryCredentials, for one registry" },
  },
  { at: /^\/properties\/customContainerTemplate\/containers\/\d+$/, advice: { probes: NEWER } },
  {
    at: /^\/properties\/secrets\/\d+$/,
    advice: {
      keyVaultUrl: "write keyVaultSecret with the same address",
      identity: "the deployer's own identity reads the value, so take it out",
    },
  },
];

/** What to do about a name that is right elsewhere, such as in a template for ARM or a container app. */
export function strangerAdvice(parent: string, name: string): string | undefined {
  const found = STRANGERS.find(({ at }) => at.test(parent))?.advice;
  return found && Object.hasOwn(found, name) ? found[name] : undefined;
}
