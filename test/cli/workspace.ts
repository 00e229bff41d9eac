import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { createFiles } from "../../src/cli/disk.ts";
import { openFolder } from "../../src/cli/folder.ts";
import { readKeys } from "../../src/cli/keys.ts";
import { run } from "../../src/cli/run.ts";
import { CannotRun, type Outcome, type World } from "../../src/cli/world.ts";
import type { PoolId } from "../../src/pool/id.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryPools, type MemoryPools } from "../fakes/memory-pools.ts";

const SUBSCRIPTION = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";

export type Contents = { readonly [path: string]: string | Uint8Array };

/** A directory to work in, which is gone when the test has finished. */
export interface Workspace {
  readonly path: string;
  readonly pools: MemoryPools;
  /** Runs the command line there. */
  run(...args: readonly string[]): Promise<Outcome>;
  /** The same with a text on standard input. */
  runWith(input: string, ...args: readonly string[]): Promise<Outcome>;
  /** The same in a world that is different. */
  runAs(settings: Partial<World>, ...args: readonly string[]): Promise<Outcome>;
  read(path: string): Promise<string>;
}

export async function openWorkspace(contents: Contents, settings: Partial<World> = {}): Promise<Workspace> {
  const path = await mkdtemp(join(tmpdir(), "poolkeeper-cli-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(contents)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const pools = createMemoryPools(createFixedClock());
  const world: World = {
    files: createFiles(path),
    input: { isTerminal: true, read: async () => Buffer.alloc(0) },
    pools: async () => pools,
    audit: async (place) => {
      if (place.kind === "folder") return openFolder(join(path, place.path));
      throw new CannotRun(`no ${place.kind} in this test`);
    },
    keys: readKeys,
    now: () => Date.parse("2026-01-05T12:00:00.000Z"),
    uuid: () => "11111111-0000-4000-8000-000000000000",
    isColorful: false,
    version: "1.2.3",
    schemaPath: join(path, "node_modules/poolkeeper/src/spec/session-pool.schema.json"),
    ...settings,
  };
  return {
    path,
    pools,
    run: (...args) => run(args, world),
    runWith: (input, ...args) =>
      run(args, { ...world, input: { isTerminal: false, read: async () => Buffer.from(input) } }),
    runAs: (others, ...args) => run(args, { ...world, ...others }),
    read: (name) => readFile(join(path, name), "utf8"),
  };
}

export const poolId = (name: string, resourceGroup = "rg"): PoolId => ({
  subscriptionId: SUBSCRIPTION,
  resourceGroup,
  name,
});

/** A valid spec of a code interpreter. */
export const specOf = (name: string, max: number | string = 100, resourceGroup = "rg"): string =>
  `subscriptionId: ${SUBSCRIPTION}
resourceGroup: ${resourceGroup}
name: ${name}
location: East US
properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration:
    maxConcurrentSessions: ${max}
  dynamicPoolConfiguration:
    lifecycleConfiguration:
      lifecycleType: Timed
      cooldownPeriodInSeconds: 300
  sessionNetworkConfiguration:
    status: EgressDisabled
`;
