import { quote } from "./quote.ts";

const SUBSCRIPTION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A group's name at its longest; names of the resources meant here have 128 at most. */
const NAME_CHARACTERS_MAX = 128;

/** The kinds of resources that a spec points at. */
export type ArmType =
  | "Microsoft.App/managedEnvironments"
  | "Microsoft.ManagedIdentity/userAssignedIdentities";

/** What is wrong with the ARM id of such a resource; `undefined` if it may be one. */
export function armIdMistake(text: string, type: ArmType): string | undefined {
  const [before, subscriptions, subscription = "", groups, group, providers, ...rest] = text.split("/", 12);
  const isGroup = before === "" && isWord(subscriptions, "subscriptions") && isWord(groups, "resourceGroups");
  if (!isGroup || !isWord(providers, "providers")) return "";
  if (!SUBSCRIPTION.test(subscription)) return ": its subscription is no UUID";
  const [namespace, kind, name, ...more] = rest;
  if (!namespace || !kind) return ": it does not say of what kind the resource is";
  const found = `${namespace}/${kind}`;
  if (found.toLowerCase() !== type.toLowerCase()) return `: it is one of ${quote(found)}`;
  if (more.length > 0) return ": it has too many parts";
  return isName(group) && isName(name) ? undefined : ": a name in it is empty, too long, or has spaces";
}

/** What an ARM id of the type looks like. */
export function armIdForm(type: ArmType): string {
  return `/subscriptions/{subscription}/resourceGroups/{group}/providers/${type}/{name}`;
}

function isWord(text: string | undefined, word: string): boolean {
  return text?.toLowerCase() === word.toLowerCase();
}

function isName(text: string | undefined): boolean {
  return text !== undefined && text.length <= NAME_CHARACTERS_MAX && /^\S+$/.test(text);
}
