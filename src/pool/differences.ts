import { isObject, type Json, type JsonObject } from "../shared/json.ts";
import { keysOf } from "../shared/pointer.ts";
import type { PoolBody } from "./body.ts";
import { compare, type Difference } from "./compare.ts";
import { redact } from "./redact.ts";
import { POOL } from "./rules.ts";

export type { Difference } from "./compare.ts";

/*
 * The rule. Everything that the author wrote is compared, whatever spelling the service answers in (forms.ts);
 * `null`, `[]` and absent are the same. What the author did not write, or wrote once and took away, is compared
 * too where the service puts nothing of its own, because there only somebody else can have put it: tags, the
 * identity's type and its user-assigned identities, containers, their env, args and command, secrets (by name),
 * registryCredentials, and managedIdentitySettings with another lifecycle than `None` (rules.ts). Everywhere else
 * a value that the author left out is the service's to choose and never a difference. Values of secrets are never
 * read back, so a new value under an old name is no difference here.
 */

/** What a PUT of `wanted` would change about `found`, the resource as ARM answered it. */
export function differences(wanted: PoolBody, found: JsonObject): readonly Difference[] {
  const all = compare(POOL, "", redact({ ...wanted }), redact(found));
  const isInterpreter = [wanted.properties, found.properties].some(isInterpreters);
  return isInterpreter ? all.filter((one) => !isDropped(one)) : all;
}

const IMMUTABLE = new Set(["/location", "/properties/containerType", "/properties/environmentId"]);

/** Those that no PUT can change: a pool keeps its place and kind for life. */
export function immutableDifferences(all: readonly Difference[]): readonly Difference[] {
  return all.filter(({ pointer }) => IMMUTABLE.has(pointer));
}

const CUSTOM = "CustomContainer";

const isInterpreters = (properties: Json | undefined): boolean =>
  isObject(properties) && typeof properties.containerType === "string" && properties.containerType !== CUSTOM;

/** Pools of code interpreters take these values and forget them. */
function isDropped({ pointer, found }: Difference): boolean {
  if (pointer === "/properties/scaleConfiguration/readySessionInstances") return true;
  return pointer === "/properties/environmentId" && found === undefined;
}

/** Longer texts are cut: they go into logs, commit statuses and the audit's records. */
const DESCRIPTION_CHARACTERS_MAX = 300;
const VALUE_CHARACTERS_MAX = 60;
const PLACE_CHARACTERS_MAX = 120;

/** `scaleConfiguration.maxConcurrentSessions 100 → 50; tags.team added`: from found to wanted, at most 300 characters. */
export function describeDifferences(all: readonly Difference[]): string {
  const [first, ...others] = all.map(describeDifference);
  if (first === undefined) return "no difference";
  let text = first;
  for (const [index, other] of others.entries()) {
    const more = ` and ${others.length - index} more`;
    if (text.length + other.length + more.length + 2 > DESCRIPTION_CHARACTERS_MAX) return text + more;
    text += `; ${other}`;
  }
  return text;
}

/** Values are shown where they are short and public: never those of env, command and args, which often hold tokens. */
export function describeDifference({ pointer, wanted, found }: Difference): string {
  const place = placeOf(pointer, wanted ?? found);
  if (wanted === undefined) return `${place} removed`;
  if (found === undefined) return `${place} added`;
  if (PRIVATE.test(pointer) || !isScalar(wanted) || !isScalar(found)) return `${place} changed`;
  return `${place} ${show(found)} → ${show(wanted)}`;
}

const PRIVATE = /\/(env|command|args)\//;

type Scalar = string | number | boolean;

const isScalar = (value: Json): value is Scalar => typeof value !== "object";

/** The pointer as people write it; an element that came or went is called by its name. */
function placeOf(pointer: string, value: Json | undefined): string {
  const keys = keysOf(pointer);
  const name = isObject(value) ? (value.name ?? value.identity) : undefined;
  const last = typeof name === "string" ? [name] : keys.slice(-1);
  const path = [...keys.slice(0, -1), ...last].filter((key, at) => at > 0 || key !== "properties");
  const text = path.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${afterSlash(key)}`)).join("");
  return shorten(text.replace(/^\./, ""), PLACE_CHARACTERS_MAX);
}

const afterSlash = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

const show = (value: Scalar): string =>
  shorten(String(value).replace(/[\s\p{Cc}]+/gu, " "), VALUE_CHARACTERS_MAX);

/** Images and ids differ at their ends. */
function shorten(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `…${text.slice(1 - charactersMax).toWellFormed()}`;
}
