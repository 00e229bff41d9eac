import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { isReadOnly } from "../../src/spec/read-only.ts";
import schema from "../../src/spec/session-pool.schema.json" with { type: "json" };
import { CLIENT_API_VERSION, clientProperties } from "./arm-client.ts";
import openapi from "./session-pool-openapi.json" with { type: "json" };

interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly maximum?: number;
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

/** Every value that the schema knows, by its path; `*` stands for any name. */
const ours = new Map(walk("", schema));

function walk(path: string, shape: Schema): readonly (readonly [string, Schema])[] {
  const { properties = {}, additionalProperties, items } = shape;
  return [
    [path, shape],
    ...Object.entries(properties).flatMap(([name, member]) =>
      walk(path === "" ? name : `${path}.${name}`, member),
    ),
    ...(typeof additionalProperties === "object" ? walk(`${path}.*`, additionalProperties) : []),
    ...(items ? walk(`${path}[]`, items) : []),
  ];
}

/** What the OpenAPI says of one property; what is not there is not so. */
interface Official {
  readonly type: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly mutability?: readonly string[];
}

const official = new Map<string, Official>(Object.entries(openapi.properties));
const writable = new Map([...official].filter(([, { readOnly }]) => !readOnly));

/** Where a spec says which pool it is; in ARM, the address of the request says it. */
const TARGET = ["subscriptionId", "resourceGroup", "name"];
/** For editors of JSON. */
const FOR_EDITORS = "$schema";
/** Git would keep a secret's value for ever, so it has no place in a spec. */
const SECRET_VALUE = "properties.secrets[].value";
/** Says where a secret's value is instead. ARM does not know it. */
const SECRET_SOURCE = "properties.secrets[].keyVaultSecret";
const SECRET_NAME = "properties.secrets[].name";
/** Other api-versions have them, and the service keeps its enums open. */
const OTHER_CONTAINER_TYPES = ["NodeLTS", "Shell"];

describe("the schema and the official OpenAPI", () => {
  test("are of one api-version", () => {
    expect(schema.description).toContain(`api-version ${openapi.apiVersion})`);
  });

  test("know the same properties, but for what is meant to differ", () => {
    const added = ["", ...TARGET, FOR_EDITORS, SECRET_SOURCE];
    const wanted = [...writable.keys()].filter((path) => path !== SECRET_VALUE);

    expect([...ours.keys()].toSorted()).toEqual([...added, ...wanted].toSorted());
  });

  test("give each property the same type", () => {
    const different = [...writable].filter(([path, { type }]) => (ours.get(path)?.type ?? type) !== type);

    expect(different).toEqual([]);
  });

  test("have no whole number that ARM can't hold", () => {
    const whole = [...writable].filter(([, { format }]) => format === "int32");

    expect(whole.length).toBe(5);
    for (const [path] of whole) expect(ours.get(path)?.maximum, path).toBeLessThan(2 ** 31);
  });

  test("know the same choices, but for the container types of other api-versions", () => {
    const wanted = [...writable].flatMap(([path, shape]) => {
      const others = path === "properties.containerType" ? OTHER_CONTAINER_TYPES : [];
      return shape.enum ? [[path, [...shape.enum, ...others]]] : [];
    });
    const known = [...ours].flatMap(([path, shape]) => (shape.enum ? [[path, shape.enum]] : []));

    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(wanted));
  });

  test("have the same defaults", () => {
    const defaultsIn = (properties: ReadonlyMap<string, { readonly default?: unknown }>) =>
      [...properties].flatMap(([path, shape]) =>
        shape.default === undefined ? [] : [[path, shape.default]],
      );

    expect(defaultsIn(ours)).toEqual(defaultsIn(writable));
    expect(defaultsIn(ours)).toHaveLength(1);
  });

  test("require the same of what is there; a spec must say where it goes and what it wants besides", () => {
    const required = [...ours].flatMap(([path, shape]) =>
      (shape.required ?? []).map((name) => (path === "" ? name : `${path}.${name}`)),
    );
    const wanted = [...writable].flatMap(([path, shape]) => (shape.required ? [path] : []));

    expect(required.toSorted()).toEqual(
      [...TARGET, "properties", SECRET_NAME, SECRET_SOURCE, ...wanted].toSorted(),
    );
  });

  test("agree on what is Azure's to set", () => {
    const azures = (path: string) => {
      const keys = path.split(".");
      return isReadOnly(
        keys
          .slice(0, -1)
          .map((key) => `/${key}`)
          .join(""),
        keys.at(-1) ?? "",
      );
    };
    const readOnly = [...official.keys()].filter((path) => !writable.has(path) && !TARGET.includes(path));

    expect(readOnly).toHaveLength(10);
    expect(readOnly.filter((path) => !azures(path))).toEqual([]);
    expect([...writable.keys()].filter(azures)).toEqual([]);
  });

  test("agree on what can't be changed, and the schema says so", () => {
    const told = [...ours].flatMap(([path, { description }]) =>
      description?.includes("can't be changed") ? [path] : [],
    );
    const fixed = [...writable].flatMap(([path, { mutability }]) =>
      mutability?.includes("read") && !mutability.includes("update") ? [path] : [],
    );

    // Of containerType only Microsoft's command line says it.
    expect(told.toSorted()).toEqual([...fixed, "properties.containerType"].toSorted());
  });
});

test("the OpenAPI's properties are the ones of Microsoft's own client", () => {
  const plain = (type: string) => (type === "integer" ? "number" : type);
  const wanted = [...official].map(([path, { type, required = false, readOnly = false }]) => {
    return { path, type: plain(type), required, readOnly };
  });
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

  expect(CLIENT_API_VERSION).toBe(openapi.apiVersion);
  expect(clientProperties().toSorted(byPath)).toEqual(wanted.toSorted(byPath));
});

describe("for its readers, the schema", () => {
  test("lets nothing unknown stand anywhere", () => {
    const open = [...ours].filter(
      ([, { type, additionalProperties }]) => type === "object" && (additionalProperties ?? true) === true,
    );

    expect(open).toEqual([]);
  });

  test("describes every property in whole sentences", () => {
    const described = [...ours].filter(([path]) => !/(?:command|args)\[\]$/.test(path));

    for (const [path, { description }] of described) {
      expect(description, path).toMatch(/^[A-Z][^\n]{15,}[.…]$/);
    }
  });

  test("gives examples and defaults that are valid", () => {
    const ajv = new Ajv();
    ajv.addVocabulary(["patternErrorMessage"]);
    const samples = [...ours].flatMap(([path, { examples = [], default: standard, ...shape }]) =>
      [...examples, ...(standard === undefined ? [] : [standard])].map((value) => ({ path, shape, value })),
    );

    expect(samples.length).toBeGreaterThan(15);
    for (const { path, shape, value } of samples) expect(ajv.validate(shape, value), path).toBe(true);
  });
});
