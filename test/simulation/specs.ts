import type { PoolId } from "../../src/pool/id.ts";
import { SUBSCRIPTION } from "../builders.ts";

/** Whoever finds this in a log or a status has found what an author put into an environment variable. */
export const PRIVATE_VALUE = "pr1vate-value-of-an-env";

/** One file of the source, as its author sees it. */
export interface SpecFile {
  /** A quick one is a code interpreter, that ARM makes at once; a slow one is a custom container. */
  readonly pool: string;
  /** Tells every version of every spec from all others: it travels to ARM as a tag. */
  readonly rev: number;
  readonly location: string;
  readonly mistake?: "value" | "group" | "yaml";
}

const isSlow = (pool: string): boolean => pool.startsWith("slow");

export const GROUPS = ["rg-one", "rg-two"];

/** The secret that some pools need, and the host of the key vault that has it. */
export const SECRET = { name: "api-key", vault: "contoso.vault.azure.net" };

export const needsSecret = (pool: string): boolean => pool.includes("-key-");

/** Names decide the group, so that a pool is named by its name alone. */
const groupOf = (pool: string): string => (pool.endsWith("2") ? "rg-two" : "rg-one");

export const poolIdOf = (pool: string): PoolId => ({
  subscriptionId: SUBSCRIPTION,
  resourceGroup: groupOf(pool),
  name: pool,
});

export function printSpec({ pool, rev, location, mistake }: SpecFile): string {
  if (mistake === "yaml") return `name: ${pool}\n  location: [\n# ${rev}\n`;
  const group = mistake === "group" ? "rg-of-others" : groupOf(pool);
  const sessions = mistake === "value" ? "many" : String(20 + (rev % 500));
  const kind = isSlow(pool)
    ? containerLines(pool, rev, sessions)
    : `  containerType: PythonLTS\n  scaleConfiguration: { maxConcurrentSessions: ${sessions} }`;
  return `subscriptionId: ${SUBSCRIPTION}
resourceGroup: ${group}
name: ${pool}
location: ${location}
tags: { rev: "${rev}" }
properties:
  poolManagementType: Dynamic
${kind}
  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
`;
}

function containerLines(pool: string, rev: number, sessions: string): string {
  const { name, vault } = SECRET;
  const secret = `  secrets: [{ name: ${name}, keyVaultSecret: "https://${vault}/secrets/${name}" }]\n`;
  const variable = `, { name: API_KEY, secretRef: ${name} }`;
  const environment = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-one/providers/Microsoft.App/managedEnvironments/env`;
  return `  containerType: CustomContainer
  environmentId: ${environment}
${needsSecret(pool) ? secret : ""}  scaleConfiguration: { maxConcurrentSessions: ${sessions}, readySessionInstances: 5 }
  customContainerTemplate:
    containers:
      - name: main
        image: "contoso.azurecr.io/worker:${rev}"
        env: [{ name: KEY, value: ${PRIVATE_VALUE}-${rev} }${needsSecret(pool) ? variable : ""}]
        resources: { cpu: 0.5, memory: 1Gi }
    ingress: { targetPort: 80 }`;
}

/** The value of its secret that a body brings to ARM. */
export function secretIn(body: unknown): string | undefined {
  const { secrets = [] } = (body as { readonly properties?: Sent } | undefined)?.properties ?? {};
  return secrets.find(({ name }) => name === SECRET.name)?.value;
}

interface Sent {
  readonly secrets?: readonly { readonly name?: string; readonly value?: string }[];
}
