import { type Manifest, type Sealed, seal } from "../audit/manifest.ts";
import { manifestName } from "../audit/names.ts";
import { snapshotDocument } from "../documents/names.ts";
import type { SnapshotHead } from "../documents/snapshot-head.ts";
import { followedGroups, type Source } from "../documents/source.ts";
import type { Audit, Chance, Clock, Documents, Held, Log, PoolResources } from "../ports.ts";
import { toIso } from "../shared/time.ts";
import { createBodies } from "./bodies.ts";
import { type Collected, collectGroup } from "./collect.ts";
import { composeManifest } from "./compose.ts";
import { findNewest, type Newest } from "./newest.ts";

export interface SnapshotDeps {
  readonly pools: Pick<PoolResources, "list">;
  readonly documents: Pick<Documents, "list" | "read" | "hold">;
  readonly audit: Pick<Audit, "create" | "read" | "list">;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** The deployer's own. */
  readonly version: string;
}

export type SnapshotOutcome =
  | { readonly kind: "taken"; readonly name: string; readonly hash: string; readonly manifest: Manifest }
  /** Another run is at it, or was faster. */
  | { readonly kind: "busy" };

/** Records what is in every resource group that the sources name, as the next link of the audit's chain. */
export async function takeSnapshot(sources: readonly Source[], deps: SnapshotDeps): Promise<SnapshotOutcome> {
  const beganMs = deps.clock.now();
  const taken = await deps.documents.hold(snapshotDocument, (held) => takeHeld(sources, held, deps));
  if (taken === "held" || taken === "overtaken") {
    deps.log.info("snapshot left to another run");
    return { kind: "busy" };
  }
  const { name, hash, manifest, bodiesWritten } = taken;
  const tookMs = deps.clock.now() - beganMs;
  deps.log.info("snapshot taken", { name, ...manifest.counts, bodiesWritten, tookMs });
  return { kind: "taken", name, hash, manifest };
}

interface Taken extends Sealed {
  readonly manifest: Manifest;
  readonly bodiesWritten: number;
}

async function takeHeld(
  sources: readonly Source[],
  held: Held<SnapshotHead>,
  deps: SnapshotDeps,
): Promise<Taken | "overtaken"> {
  const takenAt = toIso(deps.clock.now());
  const newest = await findNewest(held.value, deps.audit);
  if (newest && !newest.isIntact) {
    deps.log.error("newest manifest is not as it was written", { name: newest.link.name });
  }
  const bodies = createBodies(newest?.bodies ?? new Set(), deps.audit);
  const collected: Collected[] = [];
  const collecting = { ...deps, sources, bodies, correlationId: deps.chance.uuid() };
  for (const group of followedGroups(sources)) collected.push(await collectGroup(group, collecting));
  const manifest = composeManifest(takenAt, newest?.link, collected, deps.version);
  const sealed = await store(manifest, newest, held, deps.audit);
  return sealed === "overtaken" ? sealed : { ...sealed, manifest, bodiesWritten: bodies.written };
}

/** Stores the manifest, now that all that it names is stored, and moves the head. */
async function store(
  manifest: Manifest,
  newest: Newest | undefined,
  held: Held<SnapshotHead>,
  audit: SnapshotDeps["audit"],
): Promise<Sealed | "overtaken"> {
  const { sequence, takenAt } = manifest;
  const earlier = held.value?.claim;
  const claim =
    earlier?.sequence === sequence ? earlier : { sequence, name: manifestName(sequence, takenAt) };
  // Refused if the hold was lost on the way: then another run may be at this very sequence.
  await held.write({ format: 1, ...(newest && { newest: newest.link }), claim });
  const sealed = seal(claim.name, manifest);
  // The same text is ours: an earlier try was stored although its answer was lost.
  const isStored =
    (await audit.create(sealed.name, sealed.text)) || (await audit.read(sealed.name)) === sealed.text;
  if (!isStored) return "overtaken";
  await held.write({ format: 1, newest: { sequence, name: sealed.name, hash: sealed.hash } });
  return sealed;
}
