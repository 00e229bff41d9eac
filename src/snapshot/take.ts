import { type Manifest, type Sealed, seal } from "../audit/manifest.ts";
import { eventPlaceOf, manifestName } from "../audit/names.ts";
import { snapshotDocument } from "../documents/names.ts";
import type { SnapshotHead, SnapshotLink } from "../documents/snapshot-head.ts";
import { followedGroups, type Source } from "../documents/source.ts";
import type { Audit, Chance, Clock, Documents, Held, Log, PoolResources, Signer } from "../ports.ts";
import { toIso } from "../shared/time.ts";
import { createBodies } from "./bodies.ts";
import { type Collected, collectGroup } from "./collect.ts";
import { composeManifest } from "./compose.ts";
import { recordDrift } from "./drift.ts";
import { eventsSince, findUnsealed, sealEvents } from "./events.ts";
import { type Found, findNewest } from "./newest.ts";
import { signManifests } from "./sign.ts";

export interface SnapshotDeps {
  readonly pools: Pick<PoolResources, "list">;
  readonly documents: Pick<Documents, "list" | "read" | "hold">;
  readonly audit: Pick<Audit, "create" | "read" | "list">;
  /** None: manifests are not signed. */
  readonly signer?: Signer | undefined;
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
  const events = manifest.events.length;
  deps.log.info("snapshot taken", { name, ...manifest.counts, events, bodiesWritten, tookMs });
  const { drifted, missing } = manifest.counts;
  deps.log.info("metric", { name: "driftCount", value: drifted + missing });
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
  const before = await findNewest(held.value, eventsSince(takenAt), deps.audit);
  const { newest } = before;
  if (newest && !newest.isIntact) {
    deps.log.error("newest manifest is not as it was written", { name: newest.link.name });
  }
  const bodies = createBodies(newest?.bodies ?? new Set(), deps.audit);
  const collected: Collected[] = [];
  const collecting = { ...deps, sources, bodies, correlationId: deps.chance.uuid() };
  for (const group of followedGroups(sources)) collected.push(await collectGroup(group, collecting));
  const events = await sealEvents(await gatherEvents(takenAt, collected, before, deps.audit), deps.audit);
  const { version, signer } = deps;
  const composed = { takenAt, newest: newest?.link, collected, events, version, signer: signer?.key };
  const manifest = composeManifest(composed);
  const sealed = await store(manifest, before, held, deps);
  return sealed === "overtaken" ? sealed : { ...sealed, manifest, bodiesWritten: bodies.written };
}

/** Names of all events that no manifest has, with those of the drift that was just found. */
async function gatherEvents(
  takenAt: string,
  collected: readonly Collected[],
  before: Found,
  audit: SnapshotDeps["audit"],
): Promise<readonly string[]> {
  const unsealed = await findUnsealed(takenAt, before, audit);
  const drifts = collected.flatMap((one) => one.drifts);
  const recorded = await recordDrift(drifts, { at: takenAt, newest: before.newest, unsealed }, audit);
  return [...new Set([...unsealed, ...recorded])];
}

/** Stores the manifest, now that all that it names is stored, and moves the head. */
async function store(
  manifest: Manifest,
  before: Found,
  held: Held<SnapshotHead>,
  deps: SnapshotDeps,
): Promise<Sealed | "overtaken"> {
  const { sequence, takenAt } = manifest;
  const { newest, unsigned } = before;
  const earlier = held.value?.claim;
  const claim =
    earlier?.sequence === sequence ? earlier : { sequence, name: manifestName(sequence, takenAt) };
  // Refused if the hold was lost on the way: then another run may be at this very sequence.
  await held.write(headOf({ newest: newest?.link, sealed: before.sealed, unsigned }, claim));
  const sealed = seal(claim.name, manifest);
  // The same text is ours: an earlier try was stored although its answer was lost.
  const isStored =
    (await deps.audit.create(sealed.name, sealed.text)) ||
    (await deps.audit.read(sealed.name)) === sealed.text;
  if (!isStored) return "overtaken";
  const head = {
    newest: { sequence, name: sealed.name, hash: sealed.hash },
    sealed: sealedSince(manifest, before.sealed),
    unsigned: manifest.signer === undefined ? unsigned : [...unsigned, sealed.name],
  };
  await held.write(headOf(head));
  const stillUnsigned = await signManifests(head.unsigned, deps);
  if (stillUnsigned.length < head.unsigned.length)
    await held.write(headOf({ ...head, unsigned: stillUnsigned }));
  return sealed;
}

/** Those that a later run may find again. */
function sealedSince({ takenAt, events }: Manifest, before: ReadonlySet<string>): ReadonlySet<string> {
  const since = eventsSince(takenAt);
  const all = [...before, ...events.map(({ name }) => name)];
  return new Set(all.filter((name) => (eventPlaceOf(name)?.at ?? "") >= since));
}

interface Known {
  readonly newest: SnapshotLink | undefined;
  readonly sealed: ReadonlySet<string>;
  readonly unsigned: readonly string[];
}

function headOf({ newest, sealed, unsigned }: Known, claim?: SnapshotHead["claim"]): SnapshotHead {
  return {
    format: 1,
    ...(newest && { newest }),
    ...(claim && { claim }),
    ...(sealed.size > 0 && { sealed: [...sealed] }),
    ...(unsigned.length > 0 && { unsigned }),
  };
}
