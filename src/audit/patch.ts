import { isList, isObject, type Json, type JsonObject, own } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";

/** One step of a JSON Patch (RFC 6902). */
export type Operation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };

/**
 * The JSON Patch (RFC 6902) that makes `after` of `before`, with only what differs. `null` at the root stands for no
 * pool. Of two lists, what they have in common at their beginnings and ends is left alone.
 */
export function patchBetween(before: Json, after: Json): readonly Operation[] {
  return difference("", before, after);
}

function difference(at: string, before: Json, after: Json): Operation[] {
  if (before === after) return [];
  if (isList(before) && isList(after)) return differenceOfLists(at, before, after);
  if (isPlain(before) && isPlain(after)) return differenceOfObjects(at, before, after);
  return [{ op: "replace", path: at, value: after }];
}

const isPlain = (value: Json): value is JsonObject => isObject(value);

function differenceOfObjects(at: string, before: JsonObject, after: JsonObject): Operation[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name): Operation[] => {
    const path = below(at, name);
    const [old, value] = [own(before, name), own(after, name)];
    if (value === undefined) return old === undefined ? [] : [{ op: "remove", path }];
    return old === undefined ? [{ op: "add", path, value }] : difference(path, old, value);
  });
}

function differenceOfLists(at: string, before: readonly Json[], after: readonly Json[]): Operation[] {
  const shorter = Math.min(before.length, after.length);
  let begins = 0;
  while (begins < shorter && isSame(before[begins], after[begins])) begins++;
  let ends = 0;
  while (ends < shorter - begins && isSame(before.at(-1 - ends), after.at(-1 - ends))) ends++;
  const old = before.slice(begins, before.length - ends);
  const young = after.slice(begins, after.length - ends);
  const both = Math.min(old.length, young.length);
  const operations = old
    .slice(0, both)
    .flatMap((value, index) => difference(`${at}/${begins + index}`, value, young[index] ?? null));
  // From the back, so that no removal moves the next one's place.
  for (let index = old.length - 1; index >= both; index--)
    operations.push({ op: "remove", path: `${at}/${begins + index}` });
  for (const [index, value] of young.slice(both).entries())
    operations.push({ op: "add", path: `${at}/${begins + both + index}`, value });
  return operations;
}

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  one !== undefined && other !== undefined && difference("", one, other).length === 0;
