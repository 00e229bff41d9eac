import { poolDocument, sourceDocument, wantedDocument } from "../../src/documents/names.ts";
import type { Source } from "../../src/documents/source.ts";
import type { SyncMessage } from "../../src/shared/messages.ts";
import { toIso } from "../../src/shared/time.ts";
import { syncSource } from "../../src/sync/sync.ts";
import { aPoolId, aSource, aSyncMessage, SUBSCRIPTION } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createMemoryRepositories } from "../fakes/memory-repositories.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

/** A code interpreter. */
export const specOf = (name: string, sessions = 100): string => `subscriptionId: ${SUBSCRIPTION}
resourceGroup: rg
name: ${name}
location: East US
properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration: { maxConcurrentSessions: ${sessions} }
  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
`;

/** Syncs of one source, on fakes with memory. */
export function createSync(overrides: Partial<Source> = {}) {
  const source = aSource(overrides);
  const clock = createFixedClock();
  const repositories = createMemoryRepositories();
  const documents = createMemoryDocuments();
  const queues = createMemoryQueues(clock);
  const log = createMemoryLog();
  const deps = {
    audit: createMemoryAudit(),
    repositories,
    documents,
    queues,
    clock,
    chance: createSeededChance(),
    log,
  };
  return {
    ...deps,
    sync: (message: Partial<SyncMessage> = {}) =>
      syncSource(aSyncMessage({ reason: "poll", firstAt: toIso(clock.now()), ...message }), source, deps),
    syncWith: (settings: Partial<Source>, message: Partial<SyncMessage> = {}) =>
      syncSource(aSyncMessage({ reason: "poll", ...message }), { ...source, ...settings }, deps),
    state: () => documents.value(sourceDocument(source.name)),
    wanted: (name: string) => documents.value(wantedDocument(aPoolId(name))),
    /** As reconcile would leave it. */
    settle: (name: string, generation: string, outcome: string) =>
      documents.put(
        poolDocument(aPoolId(name)),
        { format: 1, pool: aPoolId(name) },
        { phase: "settled", generation, outcome, at: "0" },
      ),
  };
}
