import { sha256 } from "../shared/canonical.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { type Broken, broken, type Chained } from "./chain.ts";
import type { AuditEvent } from "./event.ts";
import type { Link } from "./manifest.ts";
import { bodyName, signatureName } from "./names.ts";
import { parseEvent } from "./parse-event.ts";
import type { AuditReader } from "./reader.ts";
import { type ManifestSignature, parseSignature } from "./signature.ts";

const READS_AT_ONCE = 16;

export interface ContentsOptions {
  /** Whether this is the signature of these bytes, by a key that is trusted. */
  checkSignature?(text: string, signature: ManifestSignature): boolean;
}

/** Reads what manifests name: bodies, events and signatures, each once. */
export class Contents {
  /** Hashes of the bodies that were read. */
  readonly bodies = new Set<string>();
  /** Names of the events that a manifest has. */
  readonly sealed = new Set<string>();
  /** How many events were read. */
  checked = 0;
  /** How many signatures were checked by a key. */
  signatures = 0;
  readonly #audit: AuditReader;
  readonly #options: ContentsOptions;

  constructor(audit: AuditReader, options: ContentsOptions) {
    this.#audit = audit;
    this.#options = options;
  }

  /** Takes the manifest's word for its events. */
  trust({ manifest }: Chained): undefined {
    for (const { name } of manifest.events) this.sealed.add(name);
    return undefined;
  }

  /** Tells the first thing of this manifest that is not as it was written. */
  async check(chained: Chained): Promise<Broken | undefined> {
    const hashes = chained.manifest.pools.flatMap(({ bodyHash }) => bodyHash ?? []);
    return (
      (await this.#checkSignature(chained)) ??
      (await this.#checkBodies(hashes)) ??
      (await this.#checkEvents(chained.manifest.events))
    );
  }

  async #checkSignature({ name, hash, manifest }: Chained): Promise<Broken | undefined> {
    if (manifest.signer === undefined) return undefined;
    const place = signatureName(name);
    const text = await this.#audit.read(place);
    if (text === undefined) return broken(place, "signature missing");
    const signature = parseSignature(text);
    const isOurs =
      signature?.manifest === name && signature.hash === hash && isBy(signature, manifest.signer);
    if (!isOurs) return broken(place, "signature wrong");
    const { checkSignature } = this.#options;
    if (!checkSignature) return undefined;
    const signed = (await this.#audit.read(name)) ?? "";
    if (!checkSignature(signed, signature)) return broken(place, "signature wrong");
    this.signatures += 1;
    return undefined;
  }

  async #checkBodies(hashes: readonly string[]): Promise<Broken | undefined> {
    const unread = [...new Set(hashes)].filter((hash) => !this.bodies.has(hash));
    const results = await mapConcurrently(unread, READS_AT_ONCE, async (hash) => {
      this.bodies.add(hash);
      const text = await this.#audit.read(bodyName(hash));
      if (text === undefined) return broken(bodyName(hash), "body missing");
      return sha256(text) === hash ? undefined : broken(bodyName(hash), "body altered");
    });
    return results.find((result) => result !== undefined);
  }

  async #checkEvents(events: readonly Link[]): Promise<Broken | undefined> {
    const results = await mapConcurrently(events, READS_AT_ONCE, ({ name, hash }) =>
      this.#checkEvent(name, hash),
    );
    return results.find((result) => result !== undefined);
  }

  async #checkEvent(name: string, hash: string): Promise<Broken | undefined> {
    if (this.sealed.has(name)) return broken(name, "event sealed twice");
    this.sealed.add(name);
    this.checked += 1;
    const text = await this.#audit.read(name);
    if (text === undefined) return broken(name, "event missing");
    if (sha256(text) !== hash) return broken(name, "event altered");
    return await this.#checkBodies(bodiesOf(parseEvent(text)));
  }
}

/** Settings may name a key without its version; what signed always says it. */
const isBy = ({ key }: ManifestSignature, signer: string): boolean =>
  key === signer || key.startsWith(`${signer}/`);

/** A kind that this version does not know names none. */
function bodiesOf(event: AuditEvent | undefined): readonly string[] {
  switch (event?.kind) {
    case "intent":
      return [event.wantedHash, event.foundHash].filter((hash) => hash !== undefined);
    case "result":
      return event.bodyHash === undefined ? [] : [event.bodyHash];
    case "drift":
      return event.foundHash === undefined ? [] : [event.foundHash];
    case undefined:
    case "delivery":
    case "sync":
    case "correction":
    case "secretVersion":
    case "abandoned":
    case "configuration":
      return [];
  }
}
