import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import {
  type BicepFile,
  isExpression,
  isList,
  isObject,
  type Resource,
  readBicep,
  type Value,
} from "./bicep.ts";

export const ROOT = join(import.meta.dirname, "../..");

/** The text of each file below infra/, by its path from there. */
export type Texts = ReadonlyMap<string, string>;
export type Infra = ReadonlyMap<string, BicepFile>;

export async function readTexts(): Promise<Texts> {
  const folder = join(ROOT, "infra");
  const paths = (await readdir(folder, { recursive: true })).filter((path) => /\.bicep(param)?$/.test(path));
  const texts = paths
    .sort()
    .map(async (path) => [path.replaceAll("\\", "/"), await readFile(join(folder, path), "utf8")] as const);
  return new Map(await Promise.all(texts));
}

export const readInfra = (texts: Texts): Infra =>
  new Map([...texts].map(([path, text]) => [path, readBicep(path, text)]));

export function fileOf(infra: Infra, path: string): BicepFile {
  const file = infra.get(path);
  if (!file) throw new Error(`infra/${path} is missing`);
  return file;
}

export interface Placed extends Resource {
  readonly path: string;
}

/** Every resource that is made, of these types. */
export function made(infra: Infra, type: RegExp): readonly Placed[] {
  return [...infra.values()].flatMap(({ path, resources }) =>
    resources.filter((each) => !each.isExisting && type.test(each.type)).map((each) => ({ ...each, path })),
  );
}

/** The value at a path of properties, such as `properties.minimumTlsVersion`. */
export function at(value: Value | undefined, path: string): Value | undefined {
  let found = value;
  for (const name of path.split(".")) found = isObject(found) ? found.properties[name] : undefined;
  return found;
}

/** As it would be written, to compare and to search. */
export const codeOf = (value: Value | undefined): string =>
  isExpression(value) ? value.code : JSON.stringify(value ?? null);

/** The path of a module's file from infra/. */
export const pathOfModule = (from: string, path: string): string => posix.join(posix.dirname(from), path);

/** The texts of a list, where a name stands for the list that the variable of that name holds. */
export function textsOf(value: Value | undefined, file: BicepFile): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap((each) => textsOf(each, file));
  if (!isExpression(value)) return [];
  return value.code.match(/\w+/g)?.flatMap((name) => listed(file.variables[name])) ?? [];
}

const listed = (value: Value | undefined): readonly string[] =>
  isList(value) ? value.filter((each) => typeof each === "string") : [];
