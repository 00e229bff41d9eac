import { MANAGEMENT } from "./management.ts";
import type { Rule } from "./rule.ts";

/** Every rule, in the order of the table in the docs. */
export const RULES: readonly Rule[] = [...MANAGEMENT];
