import fc from "fast-check";
import type { AuditEvent, EventKind } from "../../src/audit/event.ts";

type EventOf<K extends EventKind> = Extract<AuditEvent, { kind: K }>;

const POOL =
  "/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg/providers/Microsoft.App/sessionPools/worker";
const COMMIT = "1f6c3a7d".padEnd(40, "0");
const HASH = "ab".repeat(32);
const COMMON = {
  format: 1,
  id: "1",
  at: "2026-01-05T09:12:03.123Z",
  source: "session-pools",
  actor: "ada",
} as const;
const ABOUT = {
  commit: COMMIT,
  pool: POOL,
  rollout: "7d9b1f3e-0c6e-4a57-9d0e-9a3f0f5d2b11",
  generation: 2,
} as const;
const CHANGE = { ...COMMON, ...ABOUT, change: "c1", action: "put" } as const;

const EXAMPLES: { readonly [K in EventKind]: EventOf<K> } = {
  delivery: {
    ...COMMON,
    kind: "delivery",
    commit: COMMIT,
    outcome: "accepted",
    delivery: "0d6ba3f0-e8ad-11f0-8e2c-0242ac120002",
  },
  sync: {
    ...COMMON,
    kind: "sync",
    commit: COMMIT,
    rollout: ABOUT.rollout,
    outcome: "wanted",
    author: { name: "Ada Lovelace", email: "ada@example.com", login: "ada" },
    committer: { name: "GitHub" },
    signature: { verified: true, reason: "valid" },
    specs: [{ path: "pools/worker.yaml", pool: POOL, blobSha: "b".repeat(40), generation: 2 }],
    problems: [],
    mistakes: 0,
  },
  intent: {
    ...CHANGE,
    kind: "intent",
    why: "scaleConfiguration.maxConcurrentSessions 100 → 50",
    wantedHash: HASH,
    foundHash: HASH,
    difference: [{ op: "replace", path: "/properties/scaleConfiguration/maxConcurrentSessions", value: 50 }],
  },
  result: {
    ...CHANGE,
    kind: "result",
    outcome: "applied",
    answer: { status: 200, requestId: "r1", correlationId: ABOUT.rollout },
    attempts: 1,
    durationMs: 1500,
    bodyHash: HASH,
  },
  drift: {
    ...COMMON,
    ...ABOUT,
    kind: "drift",
    state: "drifted",
    foundHash: HASH,
    pointers: ["/tags/team"],
    difference: [{ op: "remove", path: "/tags/team" }],
    since: "snapshots/2026/01/05/20260105T080000Z-00000001.json",
  },
  correction: { ...COMMON, ...ABOUT, kind: "correction", why: "tags.team removed", count: 1 },
  secretVersion: {
    ...COMMON,
    ...ABOUT,
    kind: "secretVersion",
    secret: "registry",
    vaultSecret: "https://contoso.vault.azure.net/secrets/registry",
    version: "2",
    previousVersion: "1",
  },
  abandoned: { ...COMMON, kind: "abandoned", queue: "reconciles", messageHash: HASH, message: "{}" },
  configuration: {
    ...COMMON,
    kind: "configuration",
    version: "1.0.0",
    sources: [
      {
        name: "session-pools",
        repository: "contoso/session-pools",
        branch: "main",
        directory: "pools",
        resourceGroups: ["/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg"],
        keyVaults: [],
        removed: "keep",
        drift: "report",
        deletionsMax: 5,
      },
    ],
    settings: { ARM_ENDPOINT: "https://management.azure.com" },
  },
};

export const everyEvent = (): readonly AuditEvent[] => Object.values(EXAMPLES);

/** An event of that kind, with everything that one can hold. */
export function anEvent<K extends EventKind>(kind: K, overrides: Partial<EventOf<K>> = {}): EventOf<K> {
  return { ...EXAMPLES[kind], ...overrides };
}

const instants = fc
  .date({
    min: new Date("2020-01-01T00:00:00.000Z"),
    max: new Date("2099-12-31T00:00:00.000Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());

export const anyEvent: fc.Arbitrary<AuditEvent> = fc
  .tuple(fc.constantFrom(...everyEvent()), instants, fc.stringMatching(/^[0-9a-f]{32}$/))
  .map(([event, at, id]) => ({ ...event, at, id }));
