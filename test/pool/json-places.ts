import { isList, isObject, type Json } from "../../src/shared/json.ts";

export type Path = readonly string[];

export const pointerOf = (path: Path): string =>
  path.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export const pathOf = (pointer: string): Path =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The value at the path; `undefined` where there is none. */
export function valueAt(root: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(memberOf, root);
}

/** A copy with this value at the path, which is made where it is missing; without it for `undefined`. */
export function withValue(root: Json | undefined, [name, ...rest]: Path, value: Json | undefined): Json {
  if (name === undefined) return value ?? null;
  const isRemoved = rest.length === 0 && value === undefined;
  if (isList(root)) {
    const changed = [...root];
    if (isRemoved) changed.splice(Number(name), 1);
    else changed[Number(name)] = withValue(root[Number(name)], rest, value);
    return changed;
  }
  const { [name]: old, ...others } = isObject(root) ? root : {};
  return isRemoved ? others : { ...others, [name]: withValue(old, rest, value) };
}

/** Every text, number and truth in a value, with its path. */
export function leavesOf(value: Json | undefined, path: Path = []): { path: Path; value: Json }[] {
  if (isList(value) || isObject(value))
    return Object.entries(value).flatMap(([name, member]) => leavesOf(member as Json, [...path, name]));
  return value === undefined || value === null ? [] : [{ path, value }];
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (isList(value)) return value[Number(name)];
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
