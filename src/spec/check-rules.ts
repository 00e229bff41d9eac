import type { Mistake } from "./place.ts";
import { RULES } from "./rules/all.ts";
import type { Rule } from "./rules/rule.ts";
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
  const refused = new Set(mistakes.flatMap(({ pointer }) => pointer ?? []));
  const pool = soundOf(values.value, refused);
  return rules.flatMap(({ code, severity, check }) =>
    check(pool)
      .filter(({ pointer }) => !isRefused(pointer, refused))
      .map(({ pointer, message }) => ({
        code,
        severity,
        message,
        pointer,
        offset: values.offsetOf(pointer),
      })),
  );
}
