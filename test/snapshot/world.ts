import type { CorrectionEvent } from "../../src/audit/event.ts";
import { eventName } from "../../src/audit/names.ts";
import { record } from "../../src/audit/record.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { poolDocument, snapshotDocument, wantedDocument } from "../../src/documents/names.ts";
import type { PoolLabels } from "../../src/documents/pool-state.ts";
import type { Source } from "../../src/documents/source.ts";
import type { Wish } from "../../src/documents/wanted.ts";
import type { PoolBody } from "../../src/pool/body.ts";
import type { PoolId, ResourceGroup } from "../../src/pool/id.ts";
import type { Signer } from "../../src/ports.ts";
import { takeSnapshot } from "../../src/snapshot/take.ts";
import { anEvent } from "../audit/events.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const SUBSCRIPTION = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";

export const GROUP: ResourceGroup = { subscriptionId: SUBSCRIPTION, resourceGroup: "rg" };
export const OTHER_GROUP: ResourceGroup = { subscriptionId: SUBSCRIPTION, resourceGroup: "other" };
export const GROUP_PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const OTHER_GROUP_PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups/other`;

export const SOURCE: Source = {
  name: "session-pools",
  repository: { owner: "contoso", name: "session-pools" },
  branch: "main",
  directory: "pools",
  resourceGroups: [GROUP],
  keyVaults: [],
  removed: "keep",
  drift: "report",
  deletionsMax: 5,
  paused: false,
};

export const poolNamed = (name: string, group: ResourceGroup = GROUP): PoolId => ({ ...group, name });

export const pathOf = (name: string, group = GROUP_PATH): string =>
  `${group}/providers/Microsoft.App/sessionPools/${name}`;

export const bodyWith = (maxConcurrentSessions: number): PoolBody => ({
  location: "East US",
  properties: { containerType: "PythonLTS", scaleConfiguration: { maxConcurrentSessions } },
});

export type World = ReturnType<typeof createWorld>;

/** Everything that a snapshot touches, in memory. */
export function createWorld({ signer }: { readonly signer?: Signer } = {}) {
  const clock = createFixedClock();
  const pools = createMemoryPools(clock);
  const documents = createMemoryDocuments();
  const audit = createMemoryAudit();
  const log = createMemoryLog();
  const chance = createSeededChance();
  const deps = { pools, documents, audit, clock, log, chance, version: "1.2.3", ...(signer && { signer }) };

  function wish(id: PoolId, wish: Wish, about: { generation?: number; source?: string } = {}): void {
    const { generation = 1, source = SOURCE.name } = about;
    const path = `pools/${id.name}.yaml`;
    const commit = "1".repeat(40);
    documents.put(wantedDocument(id), { format: 1, generation, pool: id, source, commit, path, wish });
  }

  function label(id: PoolId, phase: PoolLabels["phase"], generation = 1): void {
    const labels: PoolLabels = { phase, generation: String(generation), at: "0" };
    documents.put(poolDocument(id), { format: 1, pool: id }, labels);
  }

  return {
    ...deps,
    deps,
    wish,
    label,
    want: (id: PoolId, body: PoolBody, about = {}) =>
      wish(id, { kind: "present", specHash: "s", body }, about),
    /** A pool that is as git says. */
    manage(name: string, sessions: number) {
      const id = poolNamed(name);
      wish(id, { kind: "present", specHash: "s", body: bodyWith(sessions) });
      label(id, "settled");
      pools.set(id, bodyWith(sessions));
    },
    /** An event as another use case records one. */
    async happen(at: string, overrides: Partial<CorrectionEvent> = {}): Promise<string> {
      const event = anEvent("correction", { at, ...overrides });
      await record(event, audit);
      return eventName(event);
    },
    take: (sources: readonly Source[] = [SOURCE], changed: Partial<typeof deps> = {}) =>
      takeSnapshot(sources, { ...deps, ...changed }),
    /** Takes a snapshot that has to succeed. */
    async taken(sources: readonly Source[] = [SOURCE]) {
      const outcome = await takeSnapshot(sources, deps);
      if (outcome.kind !== "taken") throw new Error(`the snapshot is ${outcome.kind}`);
      clock.advance(3_600_000);
      return outcome;
    },
    /** Verifies the whole chain against the head. */
    verify() {
      const head = documents.value(snapshotDocument)?.newest?.hash;
      return verifyAudit(audit, head === undefined ? {} : { head });
    },
  };
}
