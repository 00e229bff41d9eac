import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readSpec } from "../../src/spec/read.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/specs/rules");
const valid = (rule: string): string => readFileSync(join(FIXTURES, `pool-${rule}/valid.yaml`), "utf8");

/** A code interpreter, a custom container, and one with each thing that rules speak of. */
const INTERPRETER = valid("cooldown");
const CUSTOM = valid("ready-instances");
const WITH_SECRET = valid("secret-ref");
const WITH_IDENTITY = valid("identity-settings");
const WITH_REGISTRY = valid("registry-unused");
const WITH_PASSWORD = valid("registry-login");
const WITH_ENV = valid("env-duplicate");

/** The codes that `text` gives after each replacement of one part, which must be there. */
function codesOf(text: string, ...replacements: readonly (readonly [part: string, by: string])[]): string[] {
  const changed = replacements.reduce((before, [part, by]) => {
    expect(before).toContain(part);
    return before.replace(part, by);
  }, text);
  return readSpec({ path: "a.yaml", bytes: Buffer.from(changed) }).problems.map(({ code }) => code);
}

const USER =
  "/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller";

describe("lifecycles", () => {
  it.each<[what: string, text: string, by: string, codes: readonly string[]]>([
    ["Timed with its cooldown", CUSTOM, "{ lifecycleType: Timed, cooldownPeriodInSeconds: 3600 }", []],
    ["no type, which is Timed", INTERPRETER, "{ cooldownPeriodInSeconds: 300 }", []],
    ["nothing at all", INTERPRETER, "{}", ["pool/cooldown"]],
    ["Timed alone", CUSTOM, "{ lifecycleType: Timed }", ["pool/cooldown"]],
    [
      "no type with the other's period",
      CUSTOM,
      "{ maxAlivePeriodInSeconds: 60 }",
      ["pool/cooldown", "pool/max-alive"],
    ],
    ["OnContainerExit alone", CUSTOM, "{ lifecycleType: OnContainerExit }", ["pool/max-alive"]],
    [
      "OnContainerExit with both periods",
      CUSTOM,
      "{ lifecycleType: OnContainerExit, maxAlivePeriodInSeconds: 60, cooldownPeriodInSeconds: 300 }",
      ["pool/cooldown"],
    ],
    [
      "OnContainerExit of an interpreter, whatever its periods",
      INTERPRETER,
      "{ lifecycleType: OnContainerExit, cooldownPeriodInSeconds: 300 }",
      ["pool/lifecycle-type"],
    ],
    ["a type that nobody knows", CUSTOM, "{ lifecycleType: OnExit }", ["spec/enum"]],
    ["a cooldown that is refused already", CUSTOM, "{ cooldownPeriodInSeconds: 60 }", ["spec/range"]],
  ])("%s", (_, text, by, codes) => {
    expect(codesOf(text, ["{ lifecycleType: Timed, cooldownPeriodInSeconds: 300 }", by])).toEqual(codes);
  });
});

describe("numbers of sessions", () => {
  it.each<[scale: string, codes: readonly string[]]>([
    ["{ maxConcurrentSessions: 2, readySessionInstances: 1 }", []],
    ["{ maxConcurrentSessions: 100000, readySessionInstances: 99999 }", []],
    ["{ maxConcurrentSessions: 2, readySessionInstances: 2 }", ["pool/ready-instances"]],
    ["{ maxConcurrentSessions: 2, readySessionInstances: 0 }", ["pool/ready-instances"]],
    ["{ maxConcurrentSessions: 1, readySessionInstances: 1 }", ["pool/ready-instances"]],
    ["{ maxConcurrentSessions: 2 }", ["pool/ready-instances"]],
    ["{ readySessionInstances: 1 }", ["pool/max-sessions"]],
    ["{}", ["pool/max-sessions", "pool/ready-instances"]],
    ["{ maxConcurrentSessions: many, readySessionInstances: 1 }", ["spec/type"]],
    ["{ maxConcurrentSessions: 2, readySessionInstances: some }", ["spec/type"]],
    ["{ maxConcurrentSession: 2, readySessionInstances: 1 }", ["spec/unknown-property"]],
  ])("of a custom container: %s", (scale, codes) => {
    const before = "{ maxConcurrentSessions: 20, readySessionInstances: 5 }";

    expect(codesOf(CUSTOM, [before, scale])).toEqual(codes);
  });
});

describe("what resources are known to work", () => {
  it.each<[resources: string, codes: readonly string[]]>([
    ["{ cpu: 0.25, memory: 0.5Gi }", []],
    ["{ cpu: 1.75, memory: 3.50Gi }", []],
    ["{ cpu: 2, memory: 4Gi }", []],
    ["{ cpu: 2.25, memory: 4.5Gi }", ["pool/cpu"]],
    ["{ cpu: 0.3, memory: 0.6Gi }", ["pool/cpu"]],
    ["{ cpu: 0.5, memory: 4Gi }", ["pool/memory"]],
    ["{ cpu: 0.5, memory: 1024Mi }", ["pool/memory-unit"]],
    ["{ cpu: 0.5, memory: 1G }", ["pool/memory-unit"]],
    ["{ cpu: 0.5 }", ["pool/resources"]],
    ["{}", ["pool/resources"]],
    ["{ cpu: 0, memory: 1Gi }", ["spec/range"]],
  ])("%s", (resources, codes) => {
    expect(codesOf(CUSTOM, ["{ cpu: 0.5, memory: 1Gi }", resources])).toEqual(codes);
  });
});

describe("images", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const codes = (image: string) =>
    codesOf(CUSTOM, ["image: contoso.azurecr.io/worker:1.4.2", `image: ${JSON.stringify(image)}`]);

  it.each([
    "worker:1",
    "team/worker:1",
    "mcr.microsoft.com/k8se/services/worker:1.0-beta_2",
    "localhost:5000/worker:1",
    "registry:5000/a/b/c:d",
    `contoso.azurecr.io/worker@${digest}`,
    `contoso.azurecr.io/worker:latest@${digest}`,
    "a__b/c--d.e:1",
    `worker:${"t".repeat(128)}`,
  ])("%s is one that stays what it is", (image) => {
    expect(codes(image)).toEqual([]);
  });

  it.each(["worker", "worker:latest", "contoso.azurecr.io/worker", "registry:5000/worker", "worker:LATEST"])(
    "%s may be another one tomorrow",
    (image) => {
      expect(codes(image)).toEqual(["pool/image-tag"]);
    },
  );

  it.each([
    "Worker:1",
    "contoso.azurecr.io/Worker:1",
    "worker: 1",
    "worker:",
    "worker:1:2",
    ":1",
    "/worker:1",
    "contoso.azurecr.io//worker:1",
    "contoso.azurecr.io/:1",
    "-contoso.azurecr.io/worker:1",
    "worker@sha256:12",
    "worker@",
    "a___b:1",
    "docker://worker:1",
    "$IMAGE",
    `worker:${"t".repeat(129)}`,
    "w".repeat(100_000),
    `${"a-".repeat(200)}:1`,
  ])("%s is none", (image) => {
    expect(codes(image)).toEqual(["pool/image-reference"]);
  });
});

describe("ARM ids", () => {
  const environment = (id: string) =>
    codesOf(CUSTOM, [parse(CUSTOM).properties.environmentId, JSON.stringify(id)]);
  const good = parse(CUSTOM).properties.environmentId as string;

  it.each([good, good.toUpperCase(), good.toLowerCase()])("%s is one of an environment", (id) => {
    expect(environment(id)).toEqual([]);
  });

  it.each([
    "env",
    "/",
    good.slice(1),
    `${good}/`,
    `${good}/certificates/a`,
    good.replace("34adfa4f-", ""),
    good.replace("managedEnvironments", "sessionPools"),
    good.replace("/rg/", "//"),
    good.replace("/env", "/"),
    good.replace("/env", "/my env"),
    good.replace("providers", "provider"),
    `https://management.azure.com${good}`,
    `${good}${"v".repeat(200)}`,
    USER,
  ])("%s is none", (id) => {
    expect(environment(id)).toEqual(["pool/environment-id"]);
  });
});

describe("identities", () => {
  it.each<[what: string, replacements: [string, string][], codes: readonly string[]]>([
    [
      "system, in any case",
      [
        ["type: User", "type: SystemAssigned,User"],
        [`- identity: ${USER}`, "- identity: System"],
      ],
      [],
    ],
    ["another case of an id", [[`- identity: ${USER}`, `- identity: ${USER.toLowerCase()}`]], []],
    ["no id", [[`- identity: ${USER}`, "- identity: puller"]], ["pool/identity-id"]],
    [
      "one that the pool does not have",
      [[`- identity: ${USER}`, `- identity: ${USER}2`]],
      ["pool/identity-settings"],
    ],
    [
      "none where one is named",
      [["type: UserAssigned", "type: None"]],
      ["pool/identity-type", "pool/identity-settings"],
    ],
    ["a type that is refused", [["type: UserAssigned", "type: Both"]], ["spec/enum"]],
    ["no type", [["  type: UserAssigned\n", ""]], ["spec/required"]],
    [
      "no id with its type",
      [[`    ? ${USER}\n    : {}\n`, "    {}\n"]],
      ["pool/identity-type", "pool/identity-settings"],
    ],
  ])("%s", (_, replacements, codes) => {
    expect(codesOf(WITH_IDENTITY, ...replacements)).toEqual(codes);
  });
});

describe("an identity of a code interpreter", () => {
  it.each<[identity: string, codes: readonly string[]]>([
    ["{ type: None }", []],
    ["{ type: None, userAssignedIdentities: {} }", []],
    ["{ type: SystemAssigned }", ["pool/identity-unused"]],
    [`{ type: None, userAssignedIdentities: { "${USER}": {} } }`, ["pool/identity-unused"]],
  ])("%s", (identity, codes) => {
    expect(codesOf(INTERPRETER, ["properties:", `identity: ${identity}\nproperties:`])).toEqual(codes);
  });
});

describe("registries", () => {
  const image = "contoso.azurecr.io/worker:1.4.2";

  it.each<[what: string, text: string, replacements: [string, string][], codes: readonly string[]]>([
    ["in another case", WITH_REGISTRY, [["server: contoso", "server: CONTOSO"]], []],
    [
      "Docker Hub by another name",
      WITH_REGISTRY,
      [
        ["server: contoso.azurecr.io", "server: index.docker.io"],
        [image, "team/worker:1"],
      ],
      [],
    ],
    [
      "with a wrong image",
      WITH_REGISTRY,
      [
        ["server: contoso", "server: fabrikam"],
        [image, "Worker:1"],
      ],
      ["pool/image-reference"],
    ],
    [
      "system, which the pool does not have",
      WITH_REGISTRY,
      [[`      identity: ${USER}`, "      identity: system"]],
      ["pool/registry-identity"],
    ],
    ["no id", WITH_REGISTRY, [[`      identity: ${USER}`, "      identity: me"]], ["pool/identity-id"]],
    [
      "a user too",
      WITH_REGISTRY,
      [["      server", "      username: a\n      server"]],
      ["pool/registry-login"],
    ],
    ["nobody", WITH_REGISTRY, [[`      identity: ${USER}\n`, ""]], ["pool/registry-login"]],
    [
      "nothing",
      WITH_REGISTRY,
      [[`      server: contoso.azurecr.io\n      identity: ${USER}\n`, "      {}\n"]],
      ["pool/registry-server", "pool/registry-login"],
    ],
    [
      "a user without password",
      WITH_PASSWORD,
      [["      passwordSecretRef: password\n", ""]],
      ["pool/registry-login", "pool/secret-unused"],
    ],
    [
      "a password that is no secret",
      WITH_PASSWORD,
      [["passwordSecretRef: password", "passwordSecretRef: other"]],
      ["pool/secret-ref", "pool/secret-unused"],
    ],
  ])("%s", (_, text, replacements, codes) => {
    expect(codesOf(text, ...replacements)).toEqual(codes);
  });
});

describe("a registry's server", () => {
  it.each<[server: string, codes: readonly string[]]>([
    ["contoso.azurecr.io:443", ["pool/registry-unused"]],
    ["docker.io", ["pool/registry-unused"]],
    ["https://contoso.azurecr.io", ["pool/registry-host"]],
    ["contoso.azurecr.io/team", ["pool/registry-host"]],
    ["'contoso azurecr io'", ["pool/registry-host", "pool/registry-unused"]],
  ])("%s", (server, codes) => {
    expect(codesOf(WITH_REGISTRY, ["server: contoso.azurecr.io", `server: ${server}`])).toEqual(codes);
  });
});

it("a secret that a code interpreter can't use is to be taken out, not referred to", () => {
  const secrets = "  secrets: [{ name: a, keyVaultSecret: https://contoso.vault.azure.net/secrets/a }]\n";

  const { problems } = readSpec({ path: "a.yaml", bytes: Buffer.from(INTERPRETER + secrets) });

  expect(problems.map(({ message }) => message)).toEqual([
    'nothing refers to the secret "a": only custom containers can, so take it out',
  ]);
});

describe("names of secrets", () => {
  it.each<[name: string, codes: readonly string[]]>([
    ["a", []],
    ["0", []],
    ["a-b.c0", []],
    ["Api-key", ["pool/secret-name"]],
    ["api_key", ["pool/secret-name"]],
    ["-a", ["pool/secret-name"]],
    ["a.", ["pool/secret-name"]],
    ["a b", ["pool/secret-name"]],
  ])("%s", (name, codes) => {
    const text = WITH_SECRET.replace("secretRef: api-key", `secretRef: "${name}"`);

    expect(codesOf(text, ["name: api-key", `name: "${name}"`])).toEqual(codes);
  });
});

describe("secrets", () => {
  it("that were refused give no more mistakes where they are used", () => {
    expect(codesOf(WITH_SECRET, ["keyVaultSecret: https", "value: https"])).toEqual(["spec/secret-value"]);
    expect(
      codesOf(
        WITH_SECRET,
        ["secrets:\n", "secrets: none\n"],
        [/^ {4}- \{ name: api-key.*$/m.exec(WITH_SECRET)?.[0] ?? "", "    "],
      ),
    ).toEqual(["spec/type"]);
  });

  it("are not unused where it is not known who uses them", () => {
    expect(codesOf(WITH_SECRET, ["secretRef: api-key", "secretref: api-key"])).toEqual([
      "spec/unknown-property",
    ]);
    expect(codesOf(WITH_SECRET, ["secretRef: api-key", "secretRef: 7"])).toEqual(["spec/type"]);
  });

  it("that are missing are told without what stands in their place", () => {
    const text = WITH_SECRET.replace("secretRef: api-key", "secretRef: hunter2");

    const { problems } = readSpec({ path: "a.yaml", bytes: Buffer.from(text) });

    expect(problems.map(({ code }) => code)).toEqual(["pool/secret-ref", "pool/secret-unused"]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});

describe("variables", () => {
  it.each<[by: string, codes: readonly string[]]>([
    ["{ name: MODE, value: fast }", []],
    ["{ name: level, value: fast }", []],
    ["{ name: LEVEL, value: fast }", ["pool/env-duplicate"]],
    ["{ value: fast }", ["pool/env-name"]],
    ["{ name: MODE }", ["pool/env-empty"]],
    ["{ name: MODE, value: 3 }", ["spec/type"]],
    ["{ name: MODE, secretRef: a }", ["pool/secret-ref"]],
    ["{ nam: MODE, value: fast }", ["spec/unknown-property"]],
  ])("%s", (by, codes) => {
    expect(codesOf(WITH_ENV, ["{ name: MODE, value: fast }", by])).toEqual(codes);
  });
});

describe("regions", () => {
  const told = (location: string) => {
    const text = INTERPRETER.replace("location: East US", `location: ${JSON.stringify(location)}`);
    return readSpec({ path: "a.yaml", bytes: Buffer.from(text) }).problems.map(({ code, message }) => [
      code,
      message,
    ]);
  };

  it.each(["East US", "eastus", "EASTUS", "east us 2", "North Central US (Stage)", "jioindiawest"])(
    "%s has session pools",
    (location) => {
      expect(told(location)).toEqual([]);
    },
  );

  it.each([
    ["eastsu", /did you mean East US\?$/],
    ["West Europa", /did you mean West Europe\?$/],
    ["mexicocentral", /no session pool could be made in "mexicocentral"/],
    ["Central US EUAP", /no session pool could be made/],
    ["my cellar", /"my cellar" is no region .*: write one such as East US$/],
  ])("%s is warned about", (location, words) => {
    expect(told(location)).toEqual([["pool/region", expect.stringMatching(words)]]);
  });
});

describe("one slip of the hand gives one mistake", () => {
  it.each<[what: string, text: string, replacements: [string, string][]]>([
    ["a property mistyped", INTERPRETER, [["dynamicPoolConfiguration", "dynamicPoolConfig"]]],
    ["a property in another case", CUSTOM, [["environmentId", "environmentID"]]],
    [
      "a property in another place",
      INTERPRETER,
      [
        ["  containerType: PythonLTS\n", ""],
        ["location:", "containerType: PythonLTS\nlocation:"],
      ],
    ],
    [
      "a list that is none",
      CUSTOM,
      [
        [
          "    containers:\n      - name: main\n        image: contoso.azurecr.io/worker:1.4.2\n        resources: { cpu: 0.5, memory: 1Gi }\n",
          "    containers: worker\n",
        ],
      ],
    ],
    [
      "a whole that is none",
      CUSTOM,
      [
        [
          "  scaleConfiguration: { maxConcurrentSessions: 20, readySessionInstances: 5 }",
          "  scaleConfiguration: 20",
        ],
      ],
    ],
    ["a type that nobody knows", CUSTOM, [["CustomContainer", "Container"]]],
    ["a type that is not text", INTERPRETER, [["PythonLTS", "3"]]],
    ["a missing property of the schema's", INTERPRETER, [["location: East US\n", ""]]],
    ["a merge key", INTERPRETER, [["  containerType: PythonLTS\n", "  <<: { containerType: PythonLTS }\n"]]],
    ["an alias of nothing", CUSTOM, [["{ targetPort: 80 }", "*port"]]],
  ])("%s", (_, text, replacements) => {
    expect(codesOf(text, ...replacements)).toEqual([expect.stringMatching(/^spec\//)]);
  });

  it("and the others are told all the same", () => {
    const codes = codesOf(
      CUSTOM,
      ["location: East US\n", ""],
      ["readySessionInstances: 5", "readySessionInstances: 50"],
      ["targetPort: 80", "targetport: 80"],
      ["name: main", "name: 7"],
      ["worker:1.4.2", "worker"],
    );

    expect(codes).toEqual([
      "spec/required",
      "pool/ready-instances",
      "spec/type",
      "pool/image-tag",
      "spec/unknown-property",
    ]);
  });
});
