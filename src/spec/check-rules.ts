import { keysOf } from "../shared/pointer.ts";
import { nearest } from "./nearest.ts";
import type { Mistake } from "./place.ts";
import { RULES } from "./rules/all.ts";
import type { Rule } from "./rules/rule.ts";
import { ownerOf } from "./shape.ts";
import { isRefused, soundOf } from "./sound.ts";
import type { Values } from "./values.ts";

/**
 * What the rules say of a spec. Values that were refused already are left out, so that one slip of the hand gives
 * one mistake, and every other mistake is found all the same.
 */
export function checkRules(
  values: Values,
  mistakes: readonly Mistake[],
  rules: readonly Rule[] = RULES,
): readonly Mistake[] {
  const { pool, refused } = soundOf(values.value, refusedBy(mistakes));
  const pointers = [...refused, ...mistakes.flatMap(({ pointer }) => pointer ?? [])];
  const isKnown = (pointer: string): boolean =>
    !isRefused(pointer, refused) && !pointers.some((at) => `${at}/`.startsWith(`${pointer}/`));
  const isMeant = missingIsMeant(mistakes);
  return rules
    .filter(({ restsOn = [] }) => restsOn.every(isKnown))
    .flatMap(({ code, severity, check }) =>
      check(pool)
        .filter(({ pointer }) => !isRefused(pointer, refused))
        .filter(({ pointer }) => isThere(values.value, pointer) || !isMeant(pointer))
        .map((finding) => ({ code, severity, ...finding, offset: values.offsetOf(finding.pointer) })),
    );
}

/** Pointers of values that can't be used. Where only a member is missing, the rest stands. */
function refusedBy(mistakes: readonly Mistake[]): ReadonlySet<string> {
  return new Set(mistakes.flatMap(({ code, pointer }) => (code === "spec/required" ? [] : (pointer ?? []))));
}

/** Says of a value that is missing whether a mistake tells of it already: written wrongly, elsewhere, or merged in. */
function missingIsMeant(mistakes: readonly Mistake[]): (pointer: string) => boolean {
  if (mistakes.some(({ code }) => code === "spec/merge-key")) return () => true;
  const strangers = mistakes
    .filter(({ code }) => code === "spec/unknown-property")
    .flatMap(({ pointer }) => keysOf(pointer ?? "").at(-1) ?? []);
  const isMeantBy = (stranger: string, place: string): boolean =>
    nearest(stranger, [place.slice(place.lastIndexOf("/") + 1)]) !== undefined ||
    `${ownerOf(stranger)}/`.startsWith(`${place}/`);
  // There are few places, however many entries the lists have.
  const known = new Map<string, boolean>();
  return (pointer) => {
    const place = pointer.replace(/\/\d+(?=\/|$)/g, "");
    const isMeant = known.get(place) ?? strangers.some((stranger) => isMeantBy(stranger, place));
    known.set(place, isMeant);
    return isMeant;
  };
}

function isThere(value: unknown, pointer: string): boolean {
  let found = value;
  for (const key of keysOf(pointer)) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return false;
    found = (found as { readonly [key: string]: unknown })[key];
  }
  return true;
}
