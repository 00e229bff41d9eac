import type { PoolBody } from "../pool/body.ts";
import { type PoolId, parsePoolPath } from "../pool/id.ts";
import { isList, isObject, type Json, type JsonObject } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";
import { quote } from "../spec/quote.ts";
import { type Shape, shapeAt } from "../spec/shape.ts";
import { CannotRun } from "./world.ts";

/** What the author of a live pool would have written: what ARM adds is gone, and the order is the schema's. */
export function specOf(resource: JsonObject): { readonly pool: PoolId; readonly body: PoolBody } {
  const pool = typeof resource.id === "string" ? parsePoolPath(resource.id) : undefined;
  if (!pool || !NAME.test(pool.name) || !isObject(resource.properties)) throw notPool(resource);
  const { location, identity, properties, tags } = membersOf(resource, "");
  const body = {
    location: typeof location === "string" ? location : "",
    identity: isObject(identity) ? ownIdentity(identity) : undefined,
    properties: isObject(properties) ? ownProperties(properties) : {},
    tags: isObject(tags) ? ownTags(tags) : undefined,
  };
  return { pool, body: defined(body) as unknown as PoolBody };
}

/** Files are called by it. */
const NAME = /^[\w-]+$/;

function notPool({ id, name }: JsonObject): CannotRun {
  const which = [id, name].find((value) => typeof value === "string");
  const what = typeof which === "string" ? quote(which) : "what was read";
  return new CannotRun(`${what} is no session pool: its id or its properties are missing`);
}

/** `undefined` for what says nothing: `null`, an empty list or set, a name that is no name. */
function kept(value: Json | undefined, pointer: string): Json | undefined {
  const shape = shapeAt(pointer);
  if (value === null || value === undefined) return undefined;
  if (isList(value))
    return orNothing(value.flatMap((item, index) => kept(item, below(pointer, index)) ?? []));
  if (isObject(value)) {
    const members = membersOf(value, pointer);
    return Object.keys(members).length > 0 ? members : undefined;
  }
  if (value === "" && (shape.minLength ?? 0) > 0) return undefined;
  return typeof value === "string" ? (spelledAs(value, shape) ?? value) : value;
}

const orNothing = (list: readonly Json[]): Json | undefined => (list.length > 0 ? list : undefined);

/** Only what the schema knows, in its order; names that authors choose are in alphabetical order. */
function membersOf(value: JsonObject, pointer: string): JsonObject {
  const { properties, additionalProperties } = shapeAt(pointer);
  const isOpen = typeof additionalProperties === "object";
  const names = isOpen ? Object.keys(value).toSorted() : Object.keys(properties ?? {});
  const members = names.flatMap((name): [string, Json][] => {
    const at = below(pointer, name);
    const member = kept(value[name], at) ?? (isOpen && isObject(value[name]) ? {} : undefined);
    return member === undefined ? [] : [[name, member]];
  });
  return Object.fromEntries(members);
}

/** `SystemAssigned, UserAssigned` is answered for `SystemAssigned,UserAssigned`. */
function spelledAs(value: string, shape: Shape): string | undefined {
  const form = (text: string): string => text.replaceAll(" ", "").toLowerCase();
  return shape.enum?.find((name) => form(name) === form(value));
}

/** Azure says that there is none. */
function ownIdentity(identity: JsonObject): JsonObject | undefined {
  return identity.type === "None" && identity.userAssignedIdentities === undefined ? undefined : identity;
}

/** Azure's own portal keeps notes in tags of this name. */
function ownTags(tags: JsonObject): JsonObject | undefined {
  const own = Object.entries(tags).filter(([name]) => !name.startsWith("hidden-"));
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** Without what Azure fills in, and what the pool's own type takes no notice of. */
function ownProperties(all: JsonObject): JsonObject {
  const { environmentId, scaleConfiguration: scale, dynamicPoolConfiguration: dynamic } = all;
  const settings = isList(all.managedIdentitySettings) ? all.managedIdentitySettings : [];
  const isCustom = all.containerType === "CustomContainer";
  return defined({
    ...all,
    environmentId: isCustom ? environmentId : undefined,
    scaleConfiguration: isCustom ? scale : without(scale, ["readySessionInstances"]),
    dynamicPoolConfiguration: ownLifecycle(dynamic),
    managedIdentitySettings: orNothing(settings.filter(says).map(withSystem)),
  });
}

/** Azure adds an entry for each identity that nobody made a setting for. */
const says = (setting: Json): boolean =>
  isObject(setting) && setting.lifecycle !== undefined && setting.lifecycle !== "None";

function withSystem(setting: Json): Json {
  if (!isObject(setting) || typeof setting.identity !== "string") return setting;
  return /^system$/i.test(setting.identity) ? { ...setting, identity: "system" } : setting;
}

function ownLifecycle(dynamic: Json | undefined): Json | undefined {
  const lifecycle = isObject(dynamic) ? dynamic.lifecycleConfiguration : undefined;
  if (!isObject(dynamic) || !isObject(lifecycle)) return dynamic;
  const others =
    lifecycle.lifecycleType === "OnContainerExit" ? ["cooldownPeriodInSeconds"] : ["maxAlivePeriodInSeconds"];
  return { ...dynamic, lifecycleConfiguration: without(lifecycle, others) };
}

function without(value: Json | undefined, names: readonly string[]): Json | undefined {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

const defined = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
