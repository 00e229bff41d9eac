import type { PoolRecord } from "../audit/manifest.ts";
import { isAbout, readPoolLabels } from "../documents/labels.ts";
import { type Wanted, wishMark } from "../documents/wanted.ts";
import { differences } from "../pool/differences.ts";
import type { Labels } from "../ports.ts";
import type { JsonObject } from "../shared/json.ts";

export type Standing = Pick<PoolRecord, "state" | "pointers" | "commit" | "generation">;

/**
 * How a pool stands between git and ARM; `undefined` for one that is neither wanted nor found. `labels` are those of
 * its pool document, read before `found`, and `wanted` after it: what changes meanwhile shows as settling, never as
 * drift.
 */
export function standingOf(
  wanted: Wanted | undefined,
  labels: Labels | undefined,
  found: JsonObject | undefined,
): Standing | undefined {
  if (!wanted || wanted.wish.kind === "released") return found && { state: "unmanaged" };
  const { commit, generation } = wanted;
  const state = readPoolLabels(labels ?? {});
  const wish = { generation: String(generation), wish: wishMark(wanted.wish) };
  const isSettled = state?.phase === "settled" && isAbout(state, wish);
  if (wanted.wish.kind === "removed") {
    if (!found) return undefined;
    return isSettled ? { state: "unmanaged" } : { state: "settling", commit, generation };
  }
  if (!isSettled) return { state: "settling", commit, generation };
  if (!found) return { state: "missing", commit, generation };
  const pointers = differences(wanted.wish.body, found).map(({ pointer }) => pointer);
  return pointers.length === 0
    ? { state: "managed", commit, generation }
    : { state: "drifted", pointers, commit, generation };
}
