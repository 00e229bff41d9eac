import type { Source } from "../../src/documents/source.ts";
import { createPoolkeeper } from "../../src/poolkeeper.ts";
import type { Queues } from "../../src/ports.ts";
import { isObject, parseJson } from "../../src/shared/json.ts";
import type { QueueName } from "../../src/shared/messages.ts";
import { aSource, SUBSCRIPTION } from "../builders.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { hashOf } from "./dice.ts";
import type { Fact } from "./facts.ts";
import { createFaults } from "./faults.ts";
import { createHost } from "./host.ts";
import type { Invocation } from "./invocation.ts";
import { createScheduler } from "./scheduler.ts";
import { GROUPS, SECRET, secretIn } from "./specs.ts";
import { createArm, createSimulatedPools, type Fate } from "./stand-ins/arm.ts";
import { createSimulatedAudit } from "./stand-ins/audit.ts";
import { createBlobs } from "./stand-ins/blobs.ts";
import { createSimulatedDocuments } from "./stand-ins/documents.ts";
import { createGit } from "./stand-ins/git.ts";
import { createGitHub, createSimulatedRepositories } from "./stand-ins/github.ts";
import { createMessageStore, createSimulatedQueues } from "./stand-ins/queues.ts";
import { createSimulatedSecrets } from "./stand-ins/secrets.ts";
import { SIGNATURE } from "./webhook.ts";

export interface WorldSettings {
  readonly seed?: number;
  /** Of a call that something goes wrong with. */
  readonly rate?: number;
  readonly muted?: ReadonlySet<string>;
  /** Of calls and answers that take seconds though nothing is wrong; one in twenty if not given. */
  readonly slowShare?: number;
  readonly source?: Partial<Source>;
  /** How long ARM works on a custom container, where the seed is not to say. */
  readonly operationMs?: number;
  /** How far the clock of the worker that runs an invocation of this name is ahead of the world's. */
  readonly skewMs?: (invocation: string) => number;
  /** How far it is at most, where the seed is to say. */
  readonly skewMaxMs?: number;
  /** Of the function app; one if not given. */
  readonly instances?: number;
  /** ARM's bucket of writes; its own if not given. */
  readonly bucket?: { readonly writes: number; readonly refillPerSecond: number };
}

export const START_MS = Date.parse("2026-01-05T09:00:00.000Z");

/** The program in its world: every service is a stand-in, and time passes only when it is told to. */
export function createWorld({
  seed = 1,
  rate = 0,
  muted = new Set(),
  slowShare = 0.05,
  operationMs,
  instances = 1,
  skewMaxMs = 0,
  ...settings
}: WorldSettings = {}) {
  const scheduler = createScheduler(START_MS);
  const faults = createFaults({ seed, rate, muted, slowShare, clock: scheduler });
  const source = aSource({
    resourceGroups: GROUPS.map((resourceGroup) => ({ subscriptionId: SUBSCRIPTION, resourceGroup })),
    ...settings.source,
  });
  const git = createGit(scheduler);
  const github = createGitHub(source.repository, git, scheduler);
  const arm = createArm(scheduler);
  const vaults = createMemorySecrets(scheduler);
  if (settings.bucket) arm.service.configure({ bucket: settings.bucket });
  const store = createMessageStore(scheduler);
  const [state, audit] = [createBlobs(scheduler), createBlobs(scheduler)];
  const names = new Map<string, string>();
  const listeners: ((fact: Fact) => void)[] = [];
  const writes = new Map<string, number>();
  const secretValues: string[] = [];

  const tell = (fact: Fact): void => {
    for (const listener of listeners) listener(fact);
  };
  const nameOf = (commit: string): string => names.get(commit) ?? commit.slice(0, 7);

  function describe(queue: QueueName, text: string): string {
    const message = parseJson(text);
    if (!isObject(message)) return "";
    if (queue === "reconciles" && isObject(message.pool)) return String(message.pool.name);
    if (queue === "rollouts") return nameOf(String(message.commit));
    return isObject(message.push) ? `push of ${nameOf(String(message.push.after))}` : String(message.reason);
  }

  /** Of seconds, and each worker's own. */
  const skewOf = (invocation: string): number => (hashOf(invocation, seed) % (2 * skewMaxMs + 1)) - skewMaxMs;

  function fate(method: string, pool: string, body: unknown): Fate {
    const nth = (writes.get(pool) ?? 0) + 1;
    writes.set(pool, nth);
    const key = `operation ${nth} on ${pool}`;
    const fails = faults.roll(`${key} fails`, 2 * rate, () => ({
      code: "SessionPoolOperationError",
      message: `Failed to provision session pool '${pool}'. Error details: time out.${echoOf(body)}`,
    }));
    const hangsMs = faults.roll(
      `${key} hangs`,
      rate,
      (dice) => dice.between(20, dice.pick([70, 180])) * 60_000,
    );
    const usualMs = operationMs ?? (method === "PUT" ? 75_000 : 20_000);
    return { operationMs: hangsMs ?? usualMs, ...(fails && { fails }) };
  }

  let heads = 0;
  const staleMs = (): number =>
    faults.roll(`head ${++heads} is stale`, rate, (dice) => dice.between(1_000, 90_000)) ?? 0;

  const queuesOf = (invocation: Invocation): Queues => createSimulatedQueues(store, invocation, describe);

  function compose(invocation: Invocation) {
    const { chance } = invocation;
    return createPoolkeeper([source], {
      signatures: { verify: async (_text, signature) => signature === SIGNATURE },
      repositories: createSimulatedRepositories(github, invocation, { nameOf, staleMs }),
      pools: createSimulatedPools(arm, {
        effects: invocation,
        random: chance.random,
        hidesMs: (pool) =>
          faults.roll(`${pool.name} made at ${scheduler.now()} shows late`, 3 * rate, (dice) =>
            dice.between(1_000, 8_000),
          ),
        fate: (method, pool, body) => fate(method, pool.name, body),
        onWrite: (write) => tell({ kind: "armWrite", by: invocation, ...write }),
      }),
      documents: createSimulatedDocuments(state, invocation, scheduler),
      queues: queuesOf(invocation),
      audit: createSimulatedAudit(audit, invocation),
      secrets: createSimulatedSecrets(vaults, invocation),
      clock: { now: () => scheduler.now() + (settings.skewMs ?? skewOf)(invocation.name) },
      chance,
      version: "0.0.0",
      settings: {},
    });
  }

  github.onStatus = (commit, status) => tell({ kind: "status", commit, status });
  const host = createHost({ seed, rate, instances, scheduler, faults, store, tell, describe, compose });

  return {
    seed,
    source,
    scheduler,
    faults,
    git,
    github,
    arm,
    /** The key vaults. */
    vaults,
    /** The secret of the pools that need one gets a new version. */
    rotateSecret(): void {
      const value = `s3cret-value-${secretValues.length + 1}-of-the-vault`;
      secretValues.push(value);
      vaults.set(SECRET.vault, SECRET.name, value);
      tell({ kind: "rotated" });
    },
    /** All that it ever was, oldest first. */
    secretValues,
    skewMaxMs,
    store,
    /** The containers `state` and `audit`. */
    state,
    audit,
    host,
    /** What the host does for an HTTP function that was called: the same calls, with the same luck. */
    hostOf: (invocation: Invocation) => ({ log: invocation.log, queues: queuesOf(invocation) }),
    /** Names of commits, as stories call them. */
    names,
    nameOf,
    tell,
    onFact: (listener: (fact: Fact) => void): void => void listeners.push(listener),
    /** Lets time pass until then. */
    async runUntil(atMs: number): Promise<void> {
      while ((scheduler.nextAtMs() ?? Number.POSITIVE_INFINITY) <= atMs) await scheduler.step();
      scheduler.at(atMs, "time passes", () => undefined);
      await scheduler.step();
    },
    isIdle: (): boolean => host.running.size === 0 && store.size === 0,
  };
}

/** What a container's own log may say when it fails, and ARM repeats. */
function echoOf(body: unknown): string {
  const value = secretIn(body);
  return value === undefined ? "" : ` The container said: no such key ${value}`;
}

export type World = ReturnType<typeof createWorld>;
