import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** One property of a session pool as Microsoft's own client knows it, which is made from the official OpenAPI. */
export interface ClientProperty {
  /** Such as `properties.secrets[].name`; `*` stands for any name. */
  readonly path: string;
  /** `object`, `array`, `string` or `number`. */
  readonly type: string;
  readonly readOnly: boolean;
  readonly required: boolean;
}

interface Mapper {
  readonly serializedName?: string;
  readonly readOnly?: boolean;
  readonly required?: boolean;
  readonly type: {
    readonly name: string;
    readonly className?: string;
    readonly modelProperties?: { readonly [name: string]: Mapper };
    readonly element?: Mapper;
    readonly value?: Mapper;
  };
}

const require = createRequire(import.meta.url);
const models = join(dirname(require.resolve("@azure/arm-appcontainers")), "models");
const mappers = require(join(models, "mappers.js")) as { readonly [className: string]: Mapper };
const parameters = require(join(models, "parameters.js")) as {
  readonly apiVersion: { readonly mapper: { readonly defaultValue: string } };
};

/** Which api-version's OpenAPI the client was made from. */
export const CLIENT_API_VERSION = parameters.apiVersion.mapper.defaultValue;

/** Every property of a session pool. What stands below a read-only one is left out. */
export function clientProperties(): readonly ClientProperty[] {
  // The client's model lifts what is in `properties` to the top, so that one has no mapper of its own.
  const properties = { path: "properties", type: "object", required: false, readOnly: false };
  return [properties, ...below("", { type: { name: "Composite", className: "SessionPool" } })];
}

function below(path: string, { type }: Mapper): readonly ClientProperty[] {
  if (type.element) return walk(`${path}[]`, type.element);
  if (type.value) return walk(`${path}.*`, type.value);
  const members = Object.values(mappers[type.className ?? ""]?.type.modelProperties ?? {});
  return members.flatMap((member) => walk(`${path}${path && "."}${member.serializedName}`, member));
}

function walk(path: string, mapper: Mapper): readonly ClientProperty[] {
  // The client forgets that systemData is Azure's: what stands beside a reference is lost to its generator.
  const { readOnly = mapper.type.className === "SystemData", required = false } = mapper;
  const property = { path, type: typeOf(mapper), required, readOnly };
  return readOnly ? [property] : [property, ...below(path, mapper)];
}

function typeOf({ type }: Mapper): string {
  switch (type.name) {
    case "Composite":
    case "Dictionary":
      return "object";
    case "Sequence":
      return "array";
    case "Number":
      return "number";
    default:
      return "string";
  }
}
