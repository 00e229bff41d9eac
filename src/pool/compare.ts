import { isList, isObject, type Json, type JsonObject, own } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";
import { ANY, type Rule } from "./rules.ts";

/** One place where found is not as wanted. Never holds the value of a secret. */
export interface Difference {
  /** JSON pointer into wanted; into found for what is only there. */
  readonly pointer: string;
  readonly wanted: Json | undefined;
  readonly found: Json | undefined;
}

type Value = Json | undefined;
type RuleOf<Kind extends Rule["kind"]> = Extract<Rule, { kind: Kind }>;

/** Walks both by the rule for this place, which `at` points to. */
export function compare(rule: Rule, at: string, wanted: Value, found: Value): Difference[] {
  switch (rule.kind) {
    case "value":
      return compareValue(rule, at, wanted, found);
    case "object":
      return compareObject(rule, at, members(wanted), members(found));
    case "map":
      return compareMap(rule, at, members(wanted), members(found));
    case "list":
      return compareList(rule, at, elements(wanted), elements(found));
  }
}

function compareValue(rule: RuleOf<"value">, at: string, wanted: Value, found: Value): Difference[] {
  if (isList(wanted) && wanted.length > 0) return compare({ kind: "list", item: ANY }, at, wanted, found);
  if (isObject(wanted)) return compare({ kind: "object", members: {} }, at, wanted, found);
  const wantedForm = formOf(rule, wanted);
  if (wantedForm === undefined && !rule.whole) return [];
  return wantedForm === formOf(rule, found) ? [] : [difference(at, wanted, found)];
}

function compareObject(
  rule: RuleOf<"object">,
  at: string,
  wanted: JsonObject,
  found: JsonObject,
): Difference[] {
  const others: Rule = rule.whole ? { kind: "value", whole: true } : ANY;
  const names = [
    ...Object.keys(wanted),
    ...Object.keys(rule.members),
    ...(rule.whole ? Object.keys(found) : []),
  ];
  return [...new Set(names)].flatMap((name) =>
    compare(own(rule.members, name) ?? others, below(at, name), own(wanted, name), own(found, name)),
  );
}

function compareMap(rule: RuleOf<"map">, at: string, wanted: JsonObject, found: JsonObject): Difference[] {
  const entries = (object: JsonObject) =>
    Object.entries(object).filter(([, value]) => value !== undefined && value !== null);
  const byForm = (object: JsonObject) =>
    new Map(entries(object).map(([name, value]) => [rule.nameForm(name), value]));
  const [wantedByForm, foundByForm] = [byForm(wanted), byForm(found)];
  const written = entries(wanted).flatMap(([name, value]) => {
    const match = foundByForm.get(rule.nameForm(name));
    return match === undefined
      ? [difference(below(at, name), value, undefined)]
      : compare(rule.item, below(at, name), value, match);
  });
  const extra = entries(found)
    .filter(([name]) => !wantedByForm.has(rule.nameForm(name)) && !rule.azures?.(name))
    .map(([name, value]) => difference(below(at, name), undefined, value));
  return [...written, ...extra];
}

function compareList(
  rule: RuleOf<"list">,
  at: string,
  wanted: readonly Json[],
  found: readonly Json[],
): Difference[] {
  const [wantedKeys, foundKeys] = keysOf(rule, wanted, found);
  const counts = (element: Json) => rule.needs === undefined || saysSomething(rule.item, rule.needs, element);
  const written = wanted.flatMap((element, index) => {
    const match = found[foundKeys.indexOf(wantedKeys[index] ?? "")];
    if (match !== undefined) return compare(rule.item, below(at, index), element, match);
    return counts(element) ? [difference(below(at, index), element, undefined)] : [];
  });
  const extra = found.flatMap((element, index) => {
    const isWanted = wantedKeys.includes(foundKeys[index] ?? "");
    return isWanted || !counts(element) ? [] : [difference(below(at, index), undefined, element)];
  });
  return [...written, ...extra];
}

/** What tells the elements of both lists apart: their keys if each has one of its own, else their positions. */
function keysOf(rule: RuleOf<"list">, ...lists: readonly (readonly Json[])[]): [string[], string[]] {
  const byKey = lists.map((list) =>
    list.map((element) => {
      const key = rule.key === undefined ? undefined : members(element)[rule.key];
      return typeof key === "string" ? (rule.keyForm?.(key) ?? key) : undefined;
    }),
  );
  const areKeys = byKey.every((keys) => !keys.includes(undefined) && new Set(keys).size === keys.length);
  const [wanted = [], found = []] = lists.map((list, which) =>
    list.map((_, index) => (areKeys ? (byKey[which]?.[index] ?? "") : String(index))),
  );
  return [wanted, found];
}

function saysSomething(item: Rule, needs: string, element: Json): boolean {
  const rule = item.kind === "object" ? own(item.members, needs) : undefined;
  return rule?.kind !== "value" || formOf(rule, members(element)[needs]) !== undefined;
}

function formOf(rule: RuleOf<"value">, value: Value): Value {
  if (value === null || (isList(value) && value.length === 0)) return undefined;
  return typeof value === "string" && rule.form ? rule.form(value) : value;
}

const difference = (pointer: string, wanted: Value, found: Value): Difference => ({
  pointer,
  wanted: wanted ?? undefined,
  found: found ?? undefined,
});

const members = (value: Value): JsonObject => (isObject(value) ? value : {});

const elements = (value: Value): readonly Json[] => (isList(value) ? value : []);
