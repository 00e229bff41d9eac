import { canonicalJson } from "../shared/canonical.ts";
import { isList, isObject, type Json } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";
import { isReadOnly } from "../spec/read-only.ts";
import type { AuditEvent, IntentEvent, ResultEvent } from "./event.ts";
import { readEvents } from "./history.ts";
import { parseManifest } from "./manifest.ts";
import { isTelling, knows, manifestNames, readBody } from "./pool-history.ts";
import type { AuditReader } from "./reader.ts";

/** Who last set a property of a pool. */
export interface Blamed {
  /** JSON pointer of a value that is no object and no list, or of an empty one. */
  readonly pointer: string;
  readonly value: Json;
  readonly by: SetBy;
}

export type SetBy =
  | { readonly kind: "git"; readonly at: string; readonly commit?: string; readonly actor?: string }
  /** Azure's own: read-only values, and what it chose where the author left it to Azure. */
  | { readonly kind: "azure"; readonly at: string }
  /** It was there when the record began, or when the pool was first seen. */
  | { readonly kind: "found"; readonly at: string }
  /** Changed by nobody that we know, between two moments. */
  | { readonly kind: "outside"; readonly after: string; readonly at: string };

/** The pool's newest body, property by property; empty if it is not there any more. */
export async function blamePool(audit: AuditReader, pool: string, now: string): Promise<readonly Blamed[]> {
  const ledger = new Ledger();
  for (const look of await looksAt(audit, pool, now)) {
    const body = await readBody(audit, look.hash);
    const wanted = look.kind === "made" ? await readBody(audit, look.wantedHash) : undefined;
    ledger.write(look, leavesOf(body ?? {}), wanted && leavesOf(wanted));
  }
  return ledger.entries();
}

/** A moment at which the record knows the pool's body. */
type Look =
  | { readonly kind: "seen"; readonly at: string; readonly hash: string | undefined }
  | {
      readonly kind: "made";
      readonly at: string;
      readonly hash: string | undefined;
      readonly wantedHash: string | undefined;
      readonly event: ResultEvent;
    };

async function looksAt(audit: AuditReader, pool: string, now: string): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const name of await manifestNames(audit)) {
    const manifest = parseManifest((await audit.read(name)) ?? "");
    if (!manifest || !knows(manifest, pool)) continue;
    const record = manifest.pools.find(({ id }) => id.toLowerCase() === pool.toLowerCase());
    // A pool that is being worked on is neither as before nor as its change will leave it.
    if (record?.state !== "settling")
      looks.push({ kind: "seen", at: manifest.takenAt, hash: record?.bodyHash });
  }
  const intents = new Map<string, IntentEvent>();
  const filter = { pool, kinds: ["intent", "result"] } as const;
  for await (const event of readEvents(audit, filter, { order: "oldestFirst", now })) {
    if (event.kind === "intent") intents.set(event.change, event);
    const made = toLook(event, intents);
    if (made) looks.push(made);
  }
  return looks.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

function toLook(event: AuditEvent, intents: ReadonlyMap<string, IntentEvent>): Look | undefined {
  if (event.kind !== "result" || !isTelling(event)) return undefined;
  const wantedHash = intents.get(event.change)?.wantedHash;
  return { kind: "made", at: event.at, hash: event.bodyHash, wantedHash, event };
}

type Leaves = ReadonlyMap<string, Json>;

class Ledger {
  #before: Leaves = new Map();
  #lastAt: string | undefined;
  readonly #by = new Map<string, SetBy>();

  write(look: Look, leaves: Leaves, wanted: Leaves | undefined): void {
    for (const [pointer, value] of leaves) {
      const old = this.#before.get(pointer);
      const isSame = old !== undefined && canonicalJson(old) === canonicalJson(value);
      if (!isSame) this.#by.set(pointer, this.#setBy(pointer, look, wanted));
    }
    this.#before = leaves;
    this.#lastAt = look.at;
  }

  entries(): readonly Blamed[] {
    return [...this.#before].map(([pointer, value]) => ({
      pointer,
      value,
      by: this.#by.get(pointer) ?? { kind: "found", at: this.#lastAt ?? "" },
    }));
  }

  #setBy(pointer: string, look: Look, wanted: Leaves | undefined): SetBy {
    const { at } = look;
    if (isAzures(pointer)) return { kind: "azure", at };
    if (look.kind === "made") {
      if (wanted && !wanted.has(pointer)) return { kind: "azure", at };
      const { commit, actor } = look.event;
      return { kind: "git", at, ...(commit && { commit }), ...(actor && { actor }) };
    }
    // Nothing was there before: nobody knows since when.
    if (this.#lastAt === undefined || this.#before.size === 0) return { kind: "found", at };
    return { kind: "outside", after: this.#lastAt, at };
  }
}

function isAzures(pointer: string): boolean {
  const names = pointer.split("/");
  return names.some(
    (name, index) => index > 0 && (NAMING.has(pointer) || isReadOnly(names.slice(0, index).join("/"), name)),
  );
}

/** Said in the address of the PUT, not in its body. */
const NAMING = new Set(["/name"]);

function leavesOf(value: Json, at = "", leaves = new Map<string, Json>()): Map<string, Json> {
  const members: readonly (readonly [string | number, Json | undefined])[] = isList(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (members.length === 0) return leaves.set(at, value);
  for (const [name, member] of members) {
    if (member !== undefined) leavesOf(member, below(at, name), leaves);
  }
  return leaves;
}
