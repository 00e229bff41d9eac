import type { PoolBody } from "../pool/body.ts";
import { type PoolId, poolKey } from "../pool/id.ts";
import { wantedSecrets } from "../pool/secrets.ts";
import { canonicalJson, sha256 } from "../shared/canonical.ts";
import { checkRules } from "./check-rules.ts";
import { decode } from "./decode.ts";
import { explain } from "./explain.ts";
import type { SessionPool } from "./generated/session-pool.ts";
import { validate } from "./generated/validate.js";
import { findJsonMistake } from "./json-syntax.ts";
import { type Mistake, type Place, placesIn } from "./place.ts";
import type { Problem } from "./problem.ts";
import { readValues, type Values } from "./values.ts";
import { parseYaml } from "./yaml-syntax.ts";

/** Nobody reads more of one file. Errors come before warnings: what refuses a commit is always told. */
const PROBLEMS_MAX = 500;

/** One session pool, as its author wants it. */
export interface Spec {
  /** From the repository's root. */
  readonly path: string;
  readonly pool: PoolId;
  /** As its author wrote it. */
  readonly body: PoolBody;
  /** SHA-256 of what is wanted of which pool: the same however it is written down. */
  readonly hash: string;
  /** Where the file says which pool it is. */
  readonly places: TargetPlaces;
  /** Where its secrets are. */
  readonly vaults: readonly VaultUse[];
}

/** A key vault, and where the spec names it: not known of a spec that was read by an earlier sync. */
export interface VaultUse {
  /** Its host. */
  readonly vault: string;
  readonly place?: Place;
}

export type TargetPlaces = { readonly [key in keyof PoolId]: Place };

export interface SpecReading {
  /** Missing if there is any error. */
  readonly spec?: Spec;
  /** From top to bottom. */
  readonly problems: readonly Problem[];
}

/** Reads one file, whatever its bytes are: it never throws, and its time and memory are bounded. */
export function readSpec({
  path,
  bytes,
}: {
  readonly path: string;
  readonly bytes: Uint8Array;
}): SpecReading {
  const { text, mistake } = decode(bytes);
  const placeAt = placesIn(text);
  const { values, mistakes } = mistake ? { mistakes: [mistake] } : readText(text, path);
  const problems = problemsOf(mistakes, path, placeAt);
  if (!values || mistakes.some(isError)) return { problems };
  const placeOf = (key: keyof PoolId): Place => placeAt(values.offsetOf(`/${key}`));
  const places = {
    subscriptionId: placeOf("subscriptionId"),
    resourceGroup: placeOf("resourceGroup"),
    name: placeOf("name"),
  };
  const wish = wishOf(values.value as SessionPool);
  const vaults = wantedSecrets(wish.body).map(({ reference: { vault } }, index) => ({
    vault,
    place: placeAt(values.offsetOf(`/properties/secrets/${index}/keyVaultSecret`)),
  }));
  return { spec: { path, ...wish, places, vaults }, problems };
}

function readText(text: string, path: string): { values?: Values; mistakes: readonly Mistake[] } {
  const notJson = /\.json$/i.test(path) ? findJsonMistake(text) : undefined;
  if (notJson) return { mistakes: [notJson] };
  const syntax = parseYaml(text);
  if (syntax.kind === "broken") return { mistakes: syntax.mistakes };
  const values = readValues(syntax.root);
  const violations = validate(values.value) ? [] : (validate.errors ?? []);
  const mistakes = [...values.mistakes, ...explain(violations, values)];
  return { values, mistakes: [...mistakes, ...checkRules(values, mistakes)] };
}

function wishOf({
  // For editors, no part of what is wanted.
  $schema: _,
  subscriptionId,
  resourceGroup,
  name,
  ...body
}: SessionPool): Pick<Spec, "pool" | "body" | "hash"> {
  const pool = { subscriptionId, resourceGroup, name };
  return { pool, body, hash: sha256(canonicalJson({ pool: poolKey(pool), body })) };
}

function problemsOf(
  mistakes: readonly Mistake[],
  file: string,
  placeAt: (offset: number) => Place,
): readonly Problem[] {
  // What an alias repeats is wrong once.
  const once = new Map(mistakes.map((mistake) => [`${mistake.offset} ${mistake.message}`, mistake]));
  const kept = [...once.values()].toSorted(
    (a, b) => Number(isError(b)) - Number(isError(a)) || a.offset - b.offset,
  );
  return kept
    .slice(0, PROBLEMS_MAX)
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, firstOffset, ...words }) => {
      const first = firstOffset === undefined ? "" : `; the first is on line ${placeAt(firstOffset).line}`;
      const message = words.message + first;
      return { severity: "error", ...words, message, file, ...placeAt(offset) };
    });
}

const isError = ({ severity }: Mistake): boolean => severity !== "warning";
