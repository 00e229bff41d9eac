import { expect } from "vitest";
import type { AuditEvent } from "../../src/audit/event.ts";
import { EVENT_KINDS, parseEvent } from "../../src/audit/parse-event.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { Source } from "../../src/documents/source.ts";
import type { PoolId } from "../../src/pool/id.ts";
import { createPoolkeeper, type Poolkeeper } from "../../src/poolkeeper.ts";
import type { Queues } from "../../src/ports.ts";
import type { QueueName } from "../../src/shared/messages.ts";
import { aSource, SUBSCRIPTION } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { answerOfHost } from "../fakes/host-answer.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createMemoryQueues, type Queued } from "../fakes/memory-queues.ts";
import { createMemoryRepositories, type FileChange } from "../fakes/memory-repositories.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

/** A code interpreter: ARM makes it at once. */
export const interpreter = (
  name: string,
  maxConcurrentSessions = 100,
  location = "East US",
): string => `subscriptionId: ${SUBSCRIPTION}
resourceGroup: rg
name: ${name}
location: ${location}
properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration: { maxConcurrentSessions: ${maxConcurrentSessions} }
  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
`;

/** Where custom containers run. */
export const ENVIRONMENT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/env`;

/** A custom container: ARM takes its time. */
export const container = (
  name: string,
  image = "contoso.azurecr.io/worker:1",
): string => `subscriptionId: ${SUBSCRIPTION}
resourceGroup: rg
name: ${name}
location: East US
properties:
  environmentId: ${ENVIRONMENT}
  poolManagementType: Dynamic
  containerType: CustomContainer
  scaleConfiguration: { maxConcurrentSessions: 20, readySessionInstances: 5 }
  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
  customContainerTemplate:
    containers:
      - { name: main, image: "${image}", resources: { cpu: 0.5, memory: 1Gi } }
    ingress: { targetPort: 80 }
`;

/** As the host does it: a failed message is visible again after this, and given up on after five tries. */
const HOST_RETRY_MS = 10_000;
const HOST_TRIES_MAX = 5;
const MESSAGES_MAX = 2_000;

interface Hearing {
  readonly before?: string;
  readonly forced?: boolean;
  readonly more?: object;
  /** Who hears it; the world's own, if left out. */
  readonly app?: Poolkeeper;
  readonly traceparent?: string | undefined;
  /** Where the host stores what it puts out; the world's own, if left out. */
  readonly queues?: Pick<Queues, "send">;
}

interface Options {
  readonly source?: Partial<Source>;
  /** How long ARM works on a custom container. */
  readonly operationMs?: number;
  /** Stands between the program and each of its effects. */
  readonly wrap?: <T extends object>(port: T) => T;
}

/** The program on fakes with memory and a clock of their own, and a host that delivers its messages. */
export function createWorld({
  source: overrides = {},
  operationMs = 60_000,
  wrap = (port) => port,
}: Options = {}) {
  const source = aSource(overrides);
  const clock = createFixedClock();
  const repositories = createMemoryRepositories();
  const pools = createMemoryPools(clock);
  const secrets = createMemorySecrets(clock);
  const documents = createMemoryDocuments();
  const queues = createMemoryQueues(clock);
  const audit = createMemoryAudit();
  const log = createMemoryLog();
  const chance = createSeededChance();
  const signatures = { verify: async (_text: string, signature: string) => signature === SIGNATURE };
  const abandoned: Queued[] = [];
  const tries = new Map<string, number>();
  const again: { readonly queued: Queued; readonly dueAt: number }[] = [];
  /** Operations that a test ends by hand. */
  const heldBack = new Set<string>();

  const fakes = {
    signatures,
    repositories,
    pools,
    secrets,
    documents,
    queues,
    audit,
    clock,
    chance,
    version: "0.0.0",
    settings: { ARM_ENDPOINT: "https://arm.test" },
  };
  const wrapped = {
    ...fakes,
    repositories: wrap(repositories),
    pools: wrap(pools),
    secrets: wrap(secrets),
    documents: wrap(documents),
    queues: wrap(queues),
    audit: wrap(audit),
  };
  const settings = [source];
  const app = createPoolkeeper(settings, wrapped);

  async function hear(commit: string, hearing: Hearing = {}): Promise<number> {
    const { before = "0".repeat(40), forced = false, more = {}, app: by = app, traceparent } = hearing;
    const payload = {
      ref: `refs/heads/${source.branch}`,
      before,
      after: commit,
      deleted: false,
      forced,
      repository: { full_name: "contoso/session-pools" },
      pusher: { name: "ada" },
      ...more,
    };
    const body = Buffer.from(JSON.stringify(payload));
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": "0d6ba3f0-e8ad-11f0-8e2c-0242ac120002",
      "x-hub-signature-256": SIGNATURE,
    };
    const answer = await by.receive(
      { header: (name) => headers[name], body: async () => body },
      log,
      traceparent,
    );
    return (await answerOfHost(answer, hearing.queues ?? wrapped.queues)).status;
  }

  const handle = (app: Poolkeeper, { queue, message }: Queued): Promise<void> => {
    const handlers: { [queue in QueueName]: (message: unknown) => Promise<void> } = {
      syncs: (text) => app.sync(text, log),
      reconciles: (text) => app.reconcile(text, log),
      rollouts: (text) => app.follow(text, log),
    };
    return handlers[queue](message);
  };

  async function deliver(queued: Queued): Promise<void> {
    try {
      await handle(app, queued);
    } catch (error) {
      const key = JSON.stringify(queued);
      const tried = (tries.get(key) ?? 0) + 1;
      tries.set(key, tried);
      if (tried < HOST_TRIES_MAX) again.push({ queued, dueAt: clock.now() + HOST_RETRY_MS });
      else {
        abandoned.push(queued);
        await app.abandon(queued.queue, queued.message, log);
      }
      log.error("invocation failed", { reason: String(error) });
    }
  }

  /** Ends what ARM has worked on for long enough. */
  function workInArm(): void {
    for (const { operation, pool, at } of pools.calls) {
      if (!pool || (operation !== "put" && operation !== "remove") || clock.now() - at < operationMs)
        continue;
      const state = pools.found(pool)?.provisioningState;
      if (
        (state === "InProgress" || state === "Deleting") &&
        !heldBack.has(pool.name) &&
        isNewest(pool, at)
      ) {
        pools.finish(pool, "Succeeded");
      }
    }
  }

  const isNewest = (pool: PoolId, at: number): boolean =>
    pools.calls.findLast(
      (call) => call.pool?.name === pool.name && (call.operation === "put" || call.operation === "remove"),
    )?.at === at;

  /** Delivers everything that is due, without moving the clock. */
  async function deliverDue(): Promise<void> {
    for (let delivered = 0; delivered < MESSAGES_MAX; delivered += 1) {
      workInArm();
      const index = again.findIndex(({ dueAt }) => dueAt <= clock.now());
      const queued = index >= 0 ? again.splice(index, 1)[0]?.queued : queues.take();
      if (!queued) return;
      await deliver(queued);
    }
    throw new Error("the messages never end");
  }

  /** Lets time pass: messages come when they are due, ARM ends what it works on. */
  async function pass(ms: number): Promise<void> {
    const untilMs = clock.now() + ms;
    for (;;) {
      await deliverDue();
      const next = Math.min(queues.nextDueAt() ?? Infinity, ...again.map(({ dueAt }) => dueAt), untilMs);
      if (clock.now() >= untilMs) return;
      clock.set(Math.max(next, clock.now() + 1));
    }
  }

  return {
    ...fakes,
    app,
    source,
    log,
    abandoned,
    heldBack,
    hear,
    /** As if the app had started again with other settings. */
    configure(changes: Partial<Source>): void {
      settings[0] = aSource({ ...overrides, ...changes });
    },
    deliverDue,
    pass,
    /** A commit on the branch whose webhook arrives. */
    async push(changes: { readonly [path: string]: FileChange }): Promise<string> {
      const before = await repositories.head(source.repository, source.branch).catch(() => "0".repeat(40));
      const commit = repositories.commit(changes);
      expect(await hear(commit, { before })).toBe(202);
      return commit;
    },
    poll: () => app.poll(log),
    /** Of one commit: the states posted, oldest first. */
    states: (commit: string) =>
      repositories.statuses.filter((status) => status.commit === commit).map(({ state }) => state),
    /** What the commit's newest status says. */
    said: (commit: string) =>
      repositories.statuses.findLast((status) => status.commit === commit)?.description,
    /** What is on record, oldest first; of one moment, in the order of a pool's story. */
    events: () =>
      audit
        .names("events/")
        .map((name) => parseEvent(audit.text(name) ?? ""))
        .sort((one, other) => rankOf(one).localeCompare(rankOf(other))),
    /** Takes a snapshot, and verifies the whole record. */
    async verify() {
      await app.snapshot(log);
      return await verifyAudit(audit);
    },
    putsOf: (name: string) => pools.puts.filter(({ pool }) => pool?.name === name),
  };
}

const rankOf = (event: AuditEvent | undefined): string =>
  event ? `${event.at} ${EVENT_KINDS.indexOf(event.kind)}` : "";

const SIGNATURE = `sha256=${"a".repeat(64)}`;
