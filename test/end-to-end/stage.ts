import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NEVER, RESOURCE_GROUP, SUBSCRIPTION_ID } from "../local/app-settings.ts";
import { type Clone, cloneRepository } from "../local/clone.ts";
import { type Cloud, type CloudOptions, startCloud } from "../local/cloud.ts";
import { type Observer, observe } from "../local/demo/observer.ts";

export interface Stage {
  readonly cloud: Cloud;
  readonly clone: Clone;
  readonly seen: Observer;
  /** Everything that the app logged. */
  readonly log: readonly string[];
  /** Commits the files and pushes them; gives the commit. */
  push(files: { readonly [path: string]: string | null }): Promise<string>;
  /** Fires a timer of the app now. */
  fire(timer: "pollSources" | "takeSnapshot"): Promise<void>;
  close(): Promise<void>;
}

/** A cloud of its own with a clone of its repository. Snapshots are taken when a test says so, and not at the full hour. */
export async function setStage(options: CloudOptions = {}): Promise<Stage> {
  const log: string[] = [];
  const settings = { SNAPSHOT_SCHEDULE: NEVER, ...options.settings };
  const cloud = await startCloud({ ...options, settings, onLog: (line) => log.push(line) });
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-e2e-"));
  const clone = await cloneRepository(cloud.addresses.gitUrl, join(directory, "clone"));
  let pushes = 0;
  return {
    cloud,
    clone,
    seen: observe(cloud),
    log,
    async push(files) {
      pushes += 1;
      const commit = await clone.commit(`push ${pushes}`, files);
      await clone.push("origin", "HEAD:main");
      return commit;
    },
    async fire(timer) {
      const response = await fetch(`${cloud.addresses.controlUrl}/timers/${timer}`, { method: "POST" });
      if (!response.ok) throw new Error(`${timer}: ${response.status} ${await response.text()}`);
    },
    async close() {
      await cloud.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const target = (name: string) => `subscriptionId: ${SUBSCRIPTION_ID}
resourceGroup: ${RESOURCE_GROUP}
name: ${name}
location: East US
`;

const LIFECYCLE = `  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
`;

/** ARM makes it at once. */
export const interpreter = (name: string, maxConcurrentSessions = 100): string => `${target(name)}properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration: { maxConcurrentSessions: ${maxConcurrentSessions} }
${LIFECYCLE}`;

/** ARM takes its time. */
export const container = (
  name: string,
  image = "contoso.azurecr.io/worker:1",
): string => `${target(name)}properties:
  environmentId: /subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/env
  poolManagementType: Dynamic
  containerType: CustomContainer
  scaleConfiguration: { maxConcurrentSessions: 20, readySessionInstances: 5 }
${LIFECYCLE}  customContainerTemplate:
    containers:
      - { name: main, image: "${image}", resources: { cpu: 0.5, memory: 1Gi } }
    ingress: { targetPort: 80 }
`;
