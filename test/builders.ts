import type { Change, PoolState } from "../src/documents/pool-state.ts";
import type { Rollout, RolloutPool } from "../src/documents/rollout.ts";
import type { Source } from "../src/documents/source.ts";
import type { SourceState } from "../src/documents/source-state.ts";
import type { Wanted, Wish } from "../src/documents/wanted.ts";
import type { PoolBody } from "../src/pool/body.ts";
import { type PoolId, poolPath } from "../src/pool/id.ts";
import type { FoundPool, TreeEntry } from "../src/ports.ts";
import type { JsonObject } from "../src/shared/json.ts";
import type { PushHint, ReconcileMessage, RolloutMessage, SyncMessage } from "../src/shared/messages.ts";
import type { Problem } from "../src/spec/problem.ts";
import type { Spec } from "../src/spec/read.ts";

/*
 * Small and valid values of the program's own types. A test names only what it is about.
 */

export const SUBSCRIPTION = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";
/** When the fixed clock of the fakes begins. */
export const NOW_MS = Date.parse("2026-01-05T09:00:00.000Z");

export const aSha = (digit: string): string => digit.repeat(40);

/** So long before (negative) or after now. */
export const at = (offsetMs: number): string => new Date(NOW_MS + offsetMs).toISOString();

export const aPoolId = (name = "interpreter", overrides: Partial<PoolId> = {}): PoolId => ({
  subscriptionId: SUBSCRIPTION,
  resourceGroup: "rg",
  name,
  ...overrides,
});

export const aSource = (overrides: Partial<Source> = {}): Source => ({
  name: "session-pools",
  repository: { owner: "contoso", name: "session-pools" },
  branch: "main",
  directory: "pools",
  resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "rg" }],
  keyVaults: [],
  removed: "keep",
  drift: "report",
  deletionsMax: 2,
  paused: false,
  ...overrides,
});

/** A code interpreter. */
export const aBody = (properties: JsonObject = {}, location = "East US"): PoolBody => ({
  location,
  properties: {
    poolManagementType: "Dynamic",
    containerType: "PythonLTS",
    scaleConfiguration: { maxConcurrentSessions: 100 },
    ...properties,
  },
});

/** A pool that takes ARM its time. */
export const aContainerBody = (properties: JsonObject = {}): PoolBody =>
  aBody({ containerType: "CustomContainer", ...properties });

export const aWish = (body: PoolBody = aBody()): Wish => ({ kind: "present", specHash: "hash", body });

export const aWanted = (overrides: Partial<Wanted> = {}): Wanted => ({
  format: 1,
  generation: 1,
  pool: aPoolId(),
  source: "session-pools",
  commit: aSha("c"),
  path: "pools/interpreter.yaml",
  wish: aWish(),
  ...overrides,
});

export const aFound = (
  body: PoolBody = aBody(),
  provisioningState = "Succeeded",
  id: PoolId = aPoolId(),
): FoundPool => ({
  id,
  provisioningState,
  resource: {
    id: poolPath(id),
    name: id.name,
    type: "Microsoft.App/sessionpools",
    ...body,
    properties: { ...body.properties, provisioningState },
  },
});

export const aPoolState = (overrides: Partial<PoolState> = {}): PoolState => ({
  format: 1,
  pool: aPoolId(),
  ...overrides,
});

/** A PUT of generation 1 that ARM took an hour ago. */
export const aChange = (overrides: Partial<Change> = {}): Change => ({
  kind: "put",
  generation: 1,
  beganAt: at(-3_600_000),
  accepted: true,
  ...overrides,
});

export const aSourceState = (overrides: Partial<SourceState> = {}): SourceState => ({
  format: 1,
  files: {},
  recent: [],
  ...overrides,
});

export const aRolloutPool = (overrides: Partial<RolloutPool> = {}): RolloutPool => ({
  pool: aPoolId(),
  generation: 1,
  path: "pools/interpreter.yaml",
  dueAt: at(0),
  ...overrides,
});

/** Seen 14 s ago, with one pool and nothing told yet. */
export const aRollout = (overrides: Partial<Rollout> = {}): Rollout => ({
  format: 1,
  source: "session-pools",
  commit: aSha("c"),
  correlationId: "0d6ba3f0-e8ad-41f0-8e2c-0242ac120002",
  seenAt: at(-14_000),
  pools: [aRolloutPool()],
  problems: [],
  mistakes: 0,
  warnings: 0,
  unchangedSpecs: 0,
  beat: 0,
  nextBeatAt: at(0),
  ...overrides,
});

export const aProblem = (overrides: Partial<Problem> = {}): Problem => ({
  severity: "error",
  code: "spec/type",
  message: "maxConcurrentSessions must be a whole number",
  file: "pools/interpreter.yaml",
  line: 8,
  column: 25,
  ...overrides,
});

export const aSpec = (overrides: Partial<Spec> = {}): Spec => {
  const place = { line: 1, column: 1 };
  return {
    path: "pools/interpreter.yaml",
    pool: aPoolId(),
    body: aBody(),
    hash: "hash",
    places: { subscriptionId: place, resourceGroup: place, name: place },
    vaults: [],
    ...overrides,
  };
};

export const anEntry = (path = "pools/interpreter.yaml", sha = aSha("b")): TreeEntry => ({
  path,
  mode: "100644",
  sha,
  size: 400,
});

export const aHint = (overrides: Partial<PushHint> = {}): PushHint => ({
  before: aSha("0"),
  after: aSha("c"),
  forced: false,
  pusher: "ada",
  delivery: "0d6ba3f0-e8ad-11f0-8e2c-0242ac120002",
  ...overrides,
});

export const aSyncMessage = (overrides: Partial<SyncMessage> = {}): SyncMessage => ({
  source: "session-pools",
  reason: "push",
  attempt: 0,
  firstAt: at(0),
  ...overrides,
});

export const aReconcileMessage = (overrides: Partial<ReconcileMessage> = {}): ReconcileMessage => ({
  pool: aPoolId(),
  source: "session-pools",
  commit: aSha("c"),
  correlationId: "0d6ba3f0-e8ad-41f0-8e2c-0242ac120002",
  reason: "wanted",
  attempt: 0,
  firstAt: at(0),
  ...overrides,
});

export const aRolloutMessage = (overrides: Partial<RolloutMessage> = {}): RolloutMessage => ({
  source: "session-pools",
  commit: aSha("c"),
  attempt: 0,
  firstAt: at(0),
  ...overrides,
});
