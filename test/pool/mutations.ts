import type { PoolBody } from "../../src/pool/body.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import { leavesOf, type Path, pointerOf, valueAt, withValue } from "./json-places.ts";

/** One thing that an author changes about a body, and what a comparison with the old one must say. */
export interface Mutation {
  readonly what: string;
  readonly body: PoolBody;
  readonly says: readonly Saying[];
}

/** `pointer` leads into the new body; into the old one for what is only there. */
export interface Saying {
  readonly pointer: string;
  readonly wanted?: Json;
  readonly found?: Json;
}

/** Every single change of what the author of the body wrote. */
export function mutationsOf(body: PoolBody): readonly Mutation[] {
  const leaves = leavesOf({ ...body }).filter(({ path }) => !isForgotten(path, body));
  return [
    ...leaves
      .filter(({ path }) => !isKey(path))
      .flatMap(({ path, value }) =>
        newValues(path, value).map((wanted) => changed(body, path, value, wanted)),
      ),
    ...leaves
      .filter(({ path }) => isName(path))
      .flatMap(({ path, value }) =>
        newNames(body, path, `${value}`).map((name) => renamed(body, path, name)),
      ),
    ...elementsOf(body).map((path) => removed(body, path)),
    ...newElements(body).map(([path, value]) => added(body, path, value)),
    ...newMain(body),
    ...movedMain(body),
  ];
}

/** Values of secrets are never answered; a code interpreter passes over its warm sessions. */
function isForgotten(path: Path, { properties }: PoolBody): boolean {
  const pointer = pointerOf(path);
  if (/^\/properties\/secrets\/\d+\/(?!name$)/.test(pointer)) return true;
  return properties.containerType !== "CustomContainer" && pointer.endsWith("/readySessionInstances");
}

const isName = (path: Path): boolean => path.length > 2 && path.at(-1) === "name";

/** What tells an element from its neighbours. */
const isKey = (path: Path): boolean =>
  isName(path) || /managedIdentitySettings\/\d+\/identity$/.test(pointerOf(path));

function changed(body: PoolBody, path: Path, value: Json, wanted: Json): Mutation {
  const pointer = pointerOf(path);
  return {
    what: `${pointer} becomes ${JSON.stringify(wanted)}`,
    body: write(body, path, wanted),
    says: [{ pointer, wanted, found: value }],
  };
}

const CHOICES: { readonly [name: string]: readonly string[] } = {
  location: ["eastus2", "West Europe"],
  type: ["UserAssigned", "SystemAssigned", "None"],
  containerType: ["CustomContainer", "PythonLTS"],
  poolManagementType: ["Manual"],
  lifecycleType: ["Timed", "OnContainerExit"],
  lifecycle: ["None", "Main"],
  status: ["EgressEnabled", "EgressDisabled"],
  memory: ["1.75Gi", "0.3Gi"],
};

/** Values that no spelling of the old one stands for; of a text that is taken as it is, also those that look like it. */
function newValues(path: Path, value: Json): readonly Json[] {
  const isAsItIs = typeof value === "string" && AS_IT_IS.test(pointerOf(path));
  const alike = isAsItIs ? [value.toUpperCase(), value.toLowerCase(), `${value} `] : [];
  return [other(path, value), ...alike.filter((text) => text !== value)];
}

const AS_IT_IS = /^\/tags\/|\/(image|username|server|value|secretRef)$|\/(command|args)\/\d+$/;

function other(path: Path, value: Json): Json {
  if (typeof value === "number") return value + 1;
  const choices = path[0] === "tags" ? [] : CHOICES[path.at(-1) ?? ""];
  return choices?.find((choice) => plain(choice) !== plain(value)) ?? `${value}x`;
}

/** Spelled so that case, spaces and parentheses make no difference. */
export const plain = (value: Json | undefined): string =>
  String(value)
    .toLowerCase()
    .replace(/[\s()]/g, "");

/** Names of variables are told apart by their case, too. */
function newNames(body: PoolBody, path: Path, name: string): readonly string[] {
  const list = path.slice(0, -2);
  const taken = namesAt(body, list).map((element) => valueAt({ ...body }, [...element, "name"]));
  const alike = list.at(-1) === "env" ? [name.toUpperCase(), name.toLowerCase()] : [];
  return [`${name}-renamed`, ...alike.filter((other) => !taken.includes(other))];
}

function renamed(body: PoolBody, path: Path, name: string): Mutation {
  const mutated = write(body, path, name);
  const element = path.slice(0, -1);
  return {
    what: `${pointerOf(path)} becomes ${name}`,
    body: mutated,
    says: [saysComes(mutated, element), saysGoes(body, element)],
  };
}

/** What can come and go by itself: entries of maps, elements of lists. */
function elementsOf(body: PoolBody): readonly Path[] {
  const containers = containersOf(body);
  const sets = [USERS, SECRETS, ...containers.map((path) => [...path, "env"])];
  const words = containers.flatMap((path) => [
    [...path, "command"],
    [...path, "args"],
  ]);
  return [
    ...containers,
    ...sets.flatMap((path) => namesAt(body, path)),
    // The portal keeps notes in tags of its own: nobody knows whose this was.
    ...namesAt(body, ["tags"]).filter((path) => !path.at(-1)?.startsWith("hidden-")),
    // Words are told apart by their position alone, so only the last one can go alone.
    ...words.flatMap((path) => namesAt(body, path).slice(-1)),
    // The service lists an identity with `None` whether its author does or not.
    ...namesAt(body, SETTINGS).filter((path) => lifecycleAt(body, path) === "Main"),
  ];
}

const USERS: Path = ["identity", "userAssignedIdentities"];
const SECRETS: Path = ["properties", "secrets"];
const SETTINGS: Path = ["properties", "managedIdentitySettings"];
const CONTAINERS: Path = ["properties", "customContainerTemplate", "containers"];

const containersOf = (body: PoolBody): readonly Path[] => namesAt(body, CONTAINERS);

const namesAt = (body: PoolBody, path: Path): readonly Path[] =>
  Object.keys(valueAt({ ...body }, path) ?? {}).map((name) => [...path, name]);

function removed(body: PoolBody, path: Path): Mutation {
  return {
    what: `${pointerOf(path)} is taken away`,
    body: write(body, path, undefined),
    says: [saysGoes(body, path)],
  };
}

function newElements(body: PoolBody): readonly (readonly [Path, Json])[] {
  const next = (...list: Path): Path => [...list, String(namesAt(body, list).length)];
  const containers = containersOf(body);
  const custom: readonly (readonly [Path, Json])[] = [
    [[...USERS, "/subscriptions/s/resourceGroups/rg/providers/P/userAssignedIdentities/a-new-one"], {}],
    [next(...SECRETS), { name: "a-new-one" }],
    [next(...CONTAINERS), { name: "a-new-one", image: "new" }],
    ...containers.map((path) => [next(...path, "env"), { name: "A-NEW-ONE", value: "" }] as const),
    ...containers.map((path) => [next(...path, "args"), "a new one"] as const),
    ...containers.map((path) => [next(...path, "command"), ""] as const),
  ];
  return [[["tags", "a-new-one"], ""], ...(containers.length > 0 ? custom : [])];
}

function added(body: PoolBody, path: Path, value: Json): Mutation {
  const mutated = write(body, path, value);
  return { what: `${pointerOf(path)} is added`, body: mutated, says: [saysComes(mutated, path)] };
}

/** Sessions may use an identity that the author did not list: the service listed it with `None`. */
function newMain(body: PoolBody): readonly Mutation[] {
  const path = [...SETTINGS, String(namesAt(body, SETTINGS).length)];
  return unlistedUsers(body).map((identity) => ({
    what: `${pointerOf(path)} is added`,
    body: write(body, path, { identity, lifecycle: "Main" }),
    says: [saysMain(path)],
  }));
}

/** Sessions may use another identity than before. */
function movedMain(body: PoolBody): readonly Mutation[] {
  const mains = namesAt(body, SETTINGS).filter((path) => lifecycleAt(body, path) === "Main");
  return mains.flatMap((path) =>
    unlistedUsers(body).map((identity) => ({
      what: `${pointerOf(path)} becomes ${identity}'s`,
      body: write(body, [...path, "identity"], identity),
      says: [saysMain(path), saysGoes(body, path)],
    })),
  );
}

/** The identities of the pool that no setting is about. */
function unlistedUsers(body: PoolBody): readonly string[] {
  const listed = namesAt(body, SETTINGS).map((path) => plain(valueAt({ ...body }, [...path, "identity"])));
  return namesAt(body, USERS)
    .map((path) => path.at(-1) ?? "")
    .filter((id) => !listed.includes(plain(id)));
}

const lifecycleAt = (body: PoolBody, path: Path) => valueAt({ ...body }, [...path, "lifecycle"]);

const saysMain = (path: Path): Saying => ({
  pointer: pointerOf([...path, "lifecycle"]),
  wanted: "Main",
  found: "None",
});

const saysComes = (body: PoolBody, path: Path): Saying => ({
  pointer: pointerOf(path),
  wanted: shown(body, path),
});

const saysGoes = (body: PoolBody, path: Path): Saying => ({
  pointer: pointerOf(path),
  found: shown(body, path),
});

/** Of a secret, nothing but its name is ever shown. */
function shown(body: PoolBody, path: Path): Json {
  const value = valueAt({ ...body }, path) ?? null;
  return path[1] === "secrets" ? { name: (value as JsonObject).name ?? null } : value;
}

/** Into a list that is not there yet a list is written. */
function write(body: PoolBody, path: Path, value: Json | undefined): PoolBody {
  const owner = path.slice(0, -1);
  const isNewList = /^\d+$/.test(path.at(-1) ?? "") && valueAt({ ...body }, owner) === undefined;
  const whole = isNewList
    ? withValue({ ...body }, owner, [value ?? null])
    : withValue({ ...body }, path, value);
  return whole as unknown as PoolBody;
}
