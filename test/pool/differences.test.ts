import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PoolBody } from "../../src/pool/body.ts";
import { differences, immutableDifferences } from "../../src/pool/differences.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import { asArmAnswers } from "./as-arm-answers.ts";
import { anyBody, CUSTOM, IDENTITY_TWO, INTERPRETER } from "./bodies.ts";

describe("what is as wanted has no difference", () => {
  test.each([
    ["a pool of custom containers", CUSTOM],
    ["a code interpreter", INTERPRETER],
  ])("%s, in the service's own spelling", (_, body) => {
    expect(differences(body, asArmAnswers(body))).toEqual([]);
  });

  test("any body, in the service's own spelling", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        expect(differences(body, asArmAnswers(body))).toEqual([]);
      }),
    );
  });

  test("the body itself, read back as it was written", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        expect(differences(body, { ...body })).toEqual([]);
      }),
    );
  });

  test("a code interpreter that was given an environment, which the service forgets", () => {
    const wanted = withProperties(INTERPRETER, { environmentId: "/some/environment" });

    expect(differences(wanted, asArmAnswers(INTERPRETER))).toEqual([]);
  });

  test("an id with a slash at its end, as people copy them", () => {
    const environmentId = `${CUSTOM.properties.environmentId}/`;

    expect(differences(withProperties(CUSTOM, { environmentId }), asArmAnswers(CUSTOM))).toEqual([]);
  });

  test("values that the author left to the service", () => {
    const { scaleConfiguration, sessionNetworkConfiguration, ...written } = CUSTOM.properties;

    expect(differences({ ...CUSTOM, properties: written }, asArmAnswers(CUSTOM))).toEqual([]);
  });

  test("a list with nothing in it, where the service has none, or the other way round", () => {
    const empty = withTemplate({ containers: [{ name: "a" }], volumes: [] });
    const absent = withTemplate({ containers: [{ name: "a" }] });

    expect(pointers(empty, asFound(absent))).toEqual([]);
    expect(pointers(absent, asFound(empty))).toEqual([]);
  });

  test("containers without names, matched by position", () => {
    const unnamed = { containers: [{ image: "one" }, { image: "two" }] };
    const named = {
      containers: [
        { image: "one", name: "a" },
        { image: "two", name: "b" },
      ],
    };

    expect(pointers(withTemplate(unnamed), asFound(withTemplate(named)))).toEqual([]);
  });
});

describe("what is not as wanted is found, and nothing else", () => {
  test("every written value, one at a time", () => {
    for (const body of [CUSTOM, INTERPRETER]) {
      for (const { pointer, value } of scalarsOf(body)) {
        const found = change(asFound(body), pointer, other(value));

        expect([pointer, pointers(body, found)]).toEqual([pointer, [pointer]]);
      }
    }
  });

  test("any one written value of any body", () => {
    fc.assert(
      fc.property(anyBody, fc.nat(), (body, pick) => {
        const scalars = scalarsOf(body);
        const { pointer, value } = scalars[pick % scalars.length] as Scalar;

        const all = differences(body, change(asFound(body), pointer, other(value)));

        expect(all).toEqual([{ pointer, wanted: value, found: other(value) }]);
      }),
    );
  });

  test.each<[string, PoolBody, JsonObject, string[]]>([
    ["a tag", withTags({ a: "1" }), asFound(withTags({ a: "1", b: "2" })), ["/tags/b"]],
    ["the last tag", CUSTOM, asFound({ ...CUSTOM, tags: { ...CUSTOM.tags, x: "" } }), ["/tags/x"]],
    ["all tags", without(CUSTOM, "tags"), asFound(CUSTOM), ["/tags/team", "/tags/Stage"]],
    [
      "the identity",
      without(INTERPRETER, "identity"),
      { ...asFound(INTERPRETER), identity: { type: "SystemAssigned" } },
      ["/identity/type"],
    ],
    [
      "a user-assigned identity",
      { ...CUSTOM, identity: { type: "UserAssigned", userAssignedIdentities: {} } },
      {
        ...asFound(CUSTOM),
        identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY_TWO]: {} } },
      },
      [`/identity/userAssignedIdentities/${IDENTITY_TWO.replaceAll("/", "~1")}`],
    ],
    [
      "a secret",
      withProperties(CUSTOM, { secrets: [{ name: "database", value: "hush" }] }),
      asFound(CUSTOM),
      ["/properties/secrets/0"],
    ],
    [
      "a setting of an identity",
      withProperties(CUSTOM, { managedIdentitySettings: [] }),
      asFound(CUSTOM),
      ["/properties/managedIdentitySettings/0"],
    ],
    [
      "the lifecycle of an identity's setting",
      withProperties(CUSTOM, { managedIdentitySettings: [{ identity: "system" }] }),
      asFound(CUSTOM),
      ["/properties/managedIdentitySettings/0/lifecycle"],
    ],
  ])("%s that the author took away", (_, wanted, found, expected) => {
    expect(pointers(wanted, found)).toEqual(expected);
  });

  test.each<[string, JsonObject, JsonObject, string[]]>([
    ["args", { args: ["-c"] }, { args: ["-c", "x"] }, ["/args/1"]],
    ["command", {}, { command: ["sh"] }, ["/command/0"]],
    ["env", { env: [] }, { env: [{ name: "A", value: "1" }] }, ["/env/0"]],
    [
      "an env value for a secretRef",
      { env: [{ name: "A", secretRef: "s" }] },
      { env: [{ name: "A", value: "1", secretRef: "s" }] },
      ["/env/0/value"],
    ],
  ])("%s of a container that the author took away", (_, wanted, found, expected) => {
    const at = "/properties/customContainerTemplate/containers/0";

    const all = pointers(
      withTemplate({ containers: [{ name: "a", ...wanted }] }),
      asFound(withTemplate({ containers: [{ name: "a", ...found }] })),
    );

    expect(all).toEqual(expected.map((pointer) => at + pointer));
  });

  test("containers, and registry credentials member by member", () => {
    const at = "/properties/customContainerTemplate";
    const registryCredentials = { server: "s", username: "u", passwordSecretRef: "p" };

    const all = pointers(
      withTemplate({ containers: [{ name: "a" }] }),
      asFound(withTemplate({ containers: [{ name: "b" }, { name: "a" }], registryCredentials })),
    );

    expect(all.sort()).toEqual([
      `${at}/containers/0`,
      `${at}/registryCredentials/passwordSecretRef`,
      `${at}/registryCredentials/server`,
      `${at}/registryCredentials/username`,
    ]);
  });

  test("a secret that is not there, without its value", () => {
    const found = asFound(withProperties(CUSTOM, { secrets: [] }));

    const all = differences(withProperties(CUSTOM, { secrets: [{ name: "new", value: "hush" }] }), found);

    expect(all).toEqual([{ pointer: "/properties/secrets/0", wanted: { name: "new" }, found: undefined }]);
  });

  test("names that objects have by nature", () => {
    const pointer = "/properties/customContainerTemplate/registryCredentials/constructor";
    const plain = withTemplate({ registryCredentials: { server: "s" } });
    const odd = withTemplate({ registryCredentials: { server: "s", constructor: "c" } });

    expect(differences(odd, asFound(plain))).toEqual([{ pointer, wanted: "c", found: undefined }]);
    expect(differences(plain, asFound(odd))).toEqual([{ pointer, wanted: undefined, found: "c" }]);
  });
});

test("location, containerType and environmentId are immutable, each after normalisation", () => {
  const found = asFound(CUSTOM);
  const moved = change(change(found, "/location", "West US"), "/properties/environmentId", "/another");
  const all = differences(
    CUSTOM,
    change(change(moved, "/properties/containerType", "PythonLTS"), "/tags/team", "x"),
  );

  expect(immutableDifferences(all).map(({ pointer }) => pointer)).toEqual([
    "/location",
    "/properties/environmentId",
    "/properties/containerType",
  ]);
  expect(immutableDifferences(differences(CUSTOM, change(found, "/location", "eastus")))).toEqual([]);
});

const asFound = (body: PoolBody): JsonObject => JSON.parse(JSON.stringify(body));

const pointers = (wanted: PoolBody, found: JsonObject): string[] =>
  differences(wanted, found).map(({ pointer }) => pointer);

const withProperties = (body: PoolBody, properties: JsonObject): PoolBody => ({
  ...body,
  properties: { ...body.properties, ...properties },
});

const withTemplate = (template: JsonObject): PoolBody => ({
  location: "eastus",
  properties: { containerType: "CustomContainer", customContainerTemplate: template },
});

const withTags = (tags: JsonObject): PoolBody => ({ ...INTERPRETER, tags });

function without(body: PoolBody, name: "tags" | "identity"): PoolBody {
  const { [name]: _, ...others } = body;
  return others;
}

interface Scalar {
  readonly pointer: string;
  readonly value: string | number;
}

/** Values that are compared by themselves: not names of elements, secrets, or what the service forgets. */
function scalarsOf(body: PoolBody): Scalar[] {
  const isCustom = body.properties.containerType === "CustomContainer";
  const isCompared = ({ pointer }: Scalar) =>
    !/secrets|\/name$|managedIdentitySettings\/\d+\/identity$/.test(pointer) &&
    (isCustom || !/readySessionInstances|containerType$/.test(pointer));
  return walk("", { ...body }).filter(isCompared);
}

function walk(pointer: string, value: Json): Scalar[] {
  if (typeof value === "string" || typeof value === "number") return [{ pointer, value }];
  return Object.entries(value ?? {}).flatMap(([name, member]) =>
    walk(`${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, member),
  );
}

/** Another value in every spelling; a change to another container type would change which rules hold. */
function other(value: string | number): string | number {
  return typeof value === "number" ? value + 1 : value === "None" ? "Main" : `${value}x`;
}

function change(found: JsonObject, pointer: string, value: Json): JsonObject {
  const [, ...path] = pointer
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const set = (at: Json, [name = "", ...rest]: string[]): Json => {
    const next = rest.length === 0 ? value : set((at as JsonObject)[name] as Json, rest);
    return Array.isArray(at) ? at.with(Number(name), next) : { ...(at as JsonObject), [name]: next };
  };
  return set(found, path) as JsonObject;
}
