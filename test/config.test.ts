import { describe, expect, it } from "vitest";
import { ConfigError, type Environment, readConfig } from "../src/config.ts";
import { followedGroups, readingOf } from "../src/documents/source.ts";
import { aSource, SUBSCRIPTION } from "./builders.ts";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const groupNamed = (name: string): string => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
const A_SOURCE = { repository: "contoso/pools", resourceGroups: [GROUP] };

const GOOD: Environment = {
  POOLKEEPER_SOURCES: JSON.stringify([A_SOURCE]),
  GITHUB_WEBHOOK_SECRET: "hook-secret",
  GITHUB_TOKEN: "ghp_token",
  PoolkeeperStorage__blobServiceUri: "https://account.blob.core.windows.net",
  PoolkeeperStorage__queueServiceUri: "https://account.queue.core.windows.net",
  POLL_SCHEDULE: "0 */5 * * * *",
  SNAPSHOT_SCHEDULE: "0 0 * * * *",
};

/** The problems of the good settings with these in their place. */
function problemsWith(changes: Environment): readonly string[] {
  try {
    readConfig({ ...GOOD, ...changes });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const problemsOf = (source: object): readonly string[] =>
  problemsWith({ POOLKEEPER_SOURCES: JSON.stringify([{ ...A_SOURCE, ...source }]) });

const sourceOf = (source: object) =>
  readConfig({ ...GOOD, POOLKEEPER_SOURCES: JSON.stringify([{ ...A_SOURCE, ...source }]) }).sources[0];

describe("good settings", () => {
  it("are read, with public GitHub, public Azure and the system-assigned identity as defaults", () => {
    const config = readConfig(GOOD);

    expect(config.github.apiUrl).toBe("https://api.github.com");
    expect(config.armEndpoint).toBe("https://management.azure.com");
    expect(config.keyVaultEndpoint).toBeUndefined();
    expect(config.identityClientId).toBeUndefined();
    expect(config.storage).toEqual({
      kind: "identity",
      blobServiceUri: "https://account.blob.core.windows.net",
      queueServiceUri: "https://account.queue.core.windows.net",
    });
    expect(config.sources).toEqual([
      {
        name: "pools",
        repository: { owner: "contoso", name: "pools" },
        branch: "main",
        directory: "",
        resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "rg" }],
        keyVaults: [],
        removed: "keep",
        drift: "report",
        deletionsMax: 5,
        paused: false,
      },
    ]);
  });

  it("name other services, with or without a slash at the end", () => {
    const config = readConfig({
      ...GOOD,
      GITHUB_API_URL: "https://github.contoso.com/api/v3/",
      ARM_ENDPOINT: "https://management.usgovcloudapi.net/",
      AZURE_CLIENT_ID: "8a1f2c9e-0000-4000-8000-000000000000",
    });

    expect(config.github.apiUrl).toBe("https://github.contoso.com/api/v3");
    expect(config.armEndpoint).toBe("https://management.usgovcloudapi.net");
    expect(config.identityClientId).toBe("8a1f2c9e-0000-4000-8000-000000000000");
  });

  it("may name storage by a connection string, which then wins", () => {
    const { storage } = readConfig({ ...GOOD, PoolkeeperStorage: "UseDevelopmentStorage=true" });

    expect(storage.kind === "connectionString" && storage.connectionString.reveal()).toBe(
      "UseDevelopmentStorage=true",
    );
  });

  it("have white space around their values taken off: secrets are often pasted with some", () => {
    const { webhookSecrets, github } = readConfig({
      ...GOOD,
      GITHUB_WEBHOOK_SECRET: "  hook-secret\n",
      GITHUB_TOKEN: "\tghp_token ",
    });

    expect(webhookSecrets.map((secret) => secret.reveal())).toEqual(["hook-secret"]);
    expect(github.auth.kind === "token" && github.auth.token.reveal()).toBe("ghp_token");
  });

  it("keep the secret that is being rotated out behind the present one", () => {
    const { webhookSecrets } = readConfig({ ...GOOD, GITHUB_WEBHOOK_SECRET_PREVIOUS: "old" });

    expect(webhookSecrets.map((secret) => secret.reveal())).toEqual(["hook-secret", "old"]);
  });

  it("take no blank text for a second secret", () => {
    expect(readConfig({ ...GOOD, GITHUB_WEBHOOK_SECRET_PREVIOUS: "  " }).webhookSecrets).toHaveLength(1);
  });

  it("name a GitHub App, with its key in one line or in many", () => {
    const { GITHUB_TOKEN: _, ...withoutToken } = GOOD;
    const keys = ["-----BEGIN\\nkey\\n-----END", "-----BEGIN\nkey\n-----END"].map((key) => {
      const { auth } = readConfig({
        ...withoutToken,
        GITHUB_APP_ID: "7",
        GITHUB_APP_PRIVATE_KEY: key,
      }).github;
      return auth.kind === "app" && `${auth.appId} ${auth.privateKey.reveal()}`;
    });

    expect(keys).toEqual(["7 -----BEGIN\nkey\n-----END", "7 -----BEGIN\nkey\n-----END"]);
  });

  it("can't be printed with their secrets", () => {
    expect(JSON.stringify(readConfig(GOOD))).not.toMatch(/hook-secret|ghp_token/);
  });
});

describe("missing settings", () => {
  it("are all named at once", () => {
    expect(() => readConfig({})).toThrow(ConfigError);
    const missing = Object.fromEntries(Object.keys(GOOD).map((name) => [name, undefined]));

    const names = problemsWith(missing).map((problem) => problem.split(" ")[0]);

    expect(names).toEqual([
      "POOLKEEPER_SOURCES",
      "GITHUB_WEBHOOK_SECRET",
      "GITHUB_TOKEN",
      "PoolkeeperStorage",
      "POLL_SCHEDULE",
      "SNAPSHOT_SCHEDULE",
    ]);
  });

  it.each([
    "POOLKEEPER_SOURCES",
    "GITHUB_WEBHOOK_SECRET",
    "GITHUB_TOKEN",
    "PoolkeeperStorage__blobServiceUri",
    "PoolkeeperStorage__queueServiceUri",
    "POLL_SCHEDULE",
    "SNAPSHOT_SCHEDULE",
  ])("stop the app one by one: %s, unset or blank", (name) => {
    for (const value of [undefined, "", "  \n"]) {
      expect(problemsWith({ [name]: value })).toEqual([expect.stringContaining(`${name} is missing: `)]);
    }
  });

  it("are listed in the error's message, one a line", () => {
    expect(() => readConfig({ ...GOOD, GITHUB_TOKEN: "", POLL_SCHEDULE: "" })).toThrow(
      /^poolkeeper can't start, its settings have problems:\n {2}- GITHUB_TOKEN .+\n {2}- POLL_SCHEDULE .+$/,
    );
  });
});

describe("GitHub's settings", () => {
  it.each([
    ["a token and an App", { GITHUB_APP_ID: "7", GITHUB_APP_PRIVATE_KEY: "key" }, /both set: choose one/],
    ["a token and half of an App", { GITHUB_APP_PRIVATE_KEY: "key" }, /both set: choose one/],
    [
      "an App without its key",
      { GITHUB_TOKEN: "", GITHUB_APP_ID: "7" },
      /^GITHUB_APP_PRIVATE_KEY is missing/,
    ],
    [
      "a key without its App",
      { GITHUB_TOKEN: "", GITHUB_APP_PRIVATE_KEY: "key" },
      /^GITHUB_TOKEN is missing/,
    ],
  ])("are refused with %s", (_, changes, problem) => {
    expect(problemsWith(changes)).toEqual([expect.stringMatching(problem)]);
  });
});

describe("a reference to a secret that Azure could not read", () => {
  const UNREAD = "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/github-webhook-secret)";

  it.each(["GITHUB_WEBHOOK_SECRET", "GITHUB_WEBHOOK_SECRET_PREVIOUS", "GITHUB_TOKEN"])(
    "is no value of %s: everybody could sign with it",
    (name) => {
      expect(problemsWith({ [name]: UNREAD })).toEqual([
        `${name} names a secret that Azure could not read: put it into the key vault, and give the identity the role Key Vault Secrets User there`,
      ]);
    },
  );
});

describe("a URL", () => {
  it.each([
    "GITHUB_API_URL",
    "ARM_ENDPOINT",
    "PoolkeeperStorage__blobServiceUri",
    "PoolkeeperStorage__queueServiceUri",
  ])("that is none is refused: %s", (name) => {
    for (const value of ["api.github.com", "ftp://example.com", "https://"]) {
      expect(problemsWith({ [name]: value })).toEqual([expect.stringContaining(`${name} is not a URL`)]);
    }
  });
});

describe("a URL that our token is sent to", () => {
  it.each([
    "GITHUB_API_URL",
    "ARM_ENDPOINT",
    "PoolkeeperStorage__blobServiceUri",
    "PoolkeeperStorage__queueServiceUri",
  ])("has https, and no signature of its own: %s", (name) => {
    for (const value of [
      "http://example.com",
      "http://127.0.0.1.example.com",
      "https://example.com?sig=abc",
    ]) {
      expect(problemsWith({ [name]: value })).toEqual([
        expect.stringContaining(`${name} is not a URL that a token may be sent to`),
      ]);
    }
  });

  it.each(["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])(
    "may do without where it never leaves the machine: %s",
    (value) => {
      expect(readConfig({ ...GOOD, GITHUB_API_URL: `${value}/` }).github.apiUrl).toBe(value);
    },
  );
});

describe("the place of a stand-in for key vaults", () => {
  it("is a URL that a vault's name is put into", () => {
    const { keyVaultEndpoint } = readConfig({
      ...GOOD,
      KEY_VAULT_ENDPOINT: "https://localhost:8443/{vault}/",
    });

    expect(keyVaultEndpoint).toBe("https://localhost:8443/{vault}");
  });

  it.each([
    ["https://localhost:8443", "KEY_VAULT_ENDPOINT does not say where a vault's name belongs"],
    ["localhost/{vault}", "KEY_VAULT_ENDPOINT is not a URL"],
    ["http://vaults.test/{vault}", "KEY_VAULT_ENDPOINT is not a URL that a token may be sent to"],
    ["https://localhost:8443/{vault}?sig=abc", "KEY_VAULT_ENDPOINT is not a URL that a token may be sent to"],
  ])("that is none is refused: %s", (value, problem) => {
    expect(problemsWith({ KEY_VAULT_ENDPOINT: value })).toEqual([expect.stringContaining(problem)]);
  });
});

describe("the key that signs the audit", () => {
  it.each([
    "https://contoso.vault.azure.net/keys/audit",
    "https://contoso.vault.azure.net/keys/audit/5f1c4c35e1a74a4eb54ed0a6b8a6c1d2",
    "https://contoso.managedhsm.azure.net/keys/audit",
  ])("is named by its id: %s", (id) => {
    expect(readConfig({ ...GOOD, AUDIT_SIGNING_KEY: id }).auditSigningKey).toBe(id);
  });

  it("is none without the setting", () => {
    expect(readConfig(GOOD).auditSigningKey).toBeUndefined();
  });

  it.each([
    "audit",
    "https://contoso.vault.azure.net/secrets/audit",
    "http://contoso.vault.azure.net/keys/audit",
  ])("is refused as %s", (id) => {
    expect(problemsWith({ AUDIT_SIGNING_KEY: id })).toEqual([
      expect.stringContaining("AUDIT_SIGNING_KEY is no id of a key"),
    ]);
  });
});

describe("a connection string", () => {
  it.each([
    "UseDevelopmentStorage=true",
    "DefaultEndpointsProtocol=https;AccountName=account;AccountKey=a2V5;EndpointSuffix=core.windows.net",
    "BlobEndpoint=https://account.blob.core.windows.net;SharedAccessSignature=sv",
  ])("is taken: %s", (value) => {
    expect(problemsWith({ PoolkeeperStorage: value })).toEqual([]);
  });

  it.each(["a2V5", "AccountKey=a2V5", "AccountName=;AccountKey=a2V5", "UseDevelopmentStorage=false"])(
    "that names no account is refused, and not repeated: %s",
    (value) => {
      expect(problemsWith({ PoolkeeperStorage: value })).toEqual([
        "PoolkeeperStorage is not a connection string: copy one from the storage account's access keys",
      ]);
    },
  );
});

describe("a schedule", () => {
  it.each(["0 */5 * * * *", "*/5 * * * *", "0 0,30 8-18/2 * JAN-mar MON-FRI", "0\t0 0  30 2 *"])(
    "of five or six fields is taken: %s",
    (value) => {
      expect(problemsWith({ POLL_SCHEDULE: value, SNAPSHOT_SCHEDULE: value })).toEqual([]);
    },
  );

  it.each(["5m", "00:05:00", "0 * * *", "0 0 0 * * * *", "0 0 * * * ?", "0 0 * * * 1-", "* * * * x"])(
    "of another form is refused: %s",
    (value) => {
      expect(problemsWith({ POLL_SCHEDULE: value, SNAPSHOT_SCHEDULE: value })).toEqual([
        'POLL_SCHEDULE is not an NCRONTAB expression: write one such as "0 */5 * * * *"',
        'SNAPSHOT_SCHEDULE is not an NCRONTAB expression: write one such as "0 0 * * * *"',
      ]);
    },
  );
});

describe("POOLKEEPER_SOURCES", () => {
  it.each(["pools", "{", "{}", "[]", '"text"', "null"])(
    "that is no list of sources is refused: %s",
    (text) => {
      expect(problemsWith({ POOLKEEPER_SOURCES: text })).toEqual([
        expect.stringContaining("POOLKEEPER_SOURCES is not a JSON list of sources"),
      ]);
    },
  );

  it.each<[string, object, RegExp]>([
    ["an unknown property", { folder: "x" }, /\[0\]\.folder is unknown: a source has name, repository, /],
    [
      "a repository without its owner",
      { repository: "pools" },
      /\.repository is not a name with its owner: write owner\/name/,
    ],
    ["a repository with a host", { repository: "github.com/contoso/pools" }, /\.repository is /],
    ["a name with a slash", { name: "a/b" }, /\.name is no name: use letters/],
    ["a name that is too long", { name: "a".repeat(64) }, /\.name is no name: use letters/],
    ["an empty branch", { branch: "" }, /\.branch is no branch: write its name alone/],
    ["a branch by its full name", { branch: "refs/heads/main" }, /\.branch is no branch: /],
    ["a branch that is no text", { branch: 1 }, /\.branch is not a text/],
    ["a directory that leads out", { directory: "../pools" }, /\.directory is no directory: /],
    ["a directory that leads nowhere", { directory: "./pools" }, /\.directory is no directory: /],
    ["a directory with an empty name", { directory: "a//b" }, /\.directory is no directory: /],
    ["a Windows path", { directory: "config\\pools" }, /\.directory is /],
    ["no resource groups", { resourceGroups: [] }, /\.resourceGroups is not a list of resource groups/],
    ["a resource group by name", { resourceGroups: ["rg"] }, /\.resourceGroups\[0\] is not the id of a/],
    [
      "a resource group's child",
      { resourceGroups: [`${GROUP}/providers/x`] },
      /\.resourceGroups\[0\] is not/,
    ],
    [
      "a subscription by name",
      { resourceGroups: ["/subscriptions/production/resourceGroups/rg"] },
      /\.resourceGroups\[0\] has no UUID for a subscription/,
    ],
    ...[".", "..", "rg.", "r g", "r#g", "a".repeat(91)].map((name): [string, object, RegExp] => [
      `a resource group that Azure would not take: ${name}`,
      { resourceGroups: [groupNamed(name)] },
      /\.resourceGroups\[0\] names no resource group: use letters/,
    ]),
    [
      "a resource group with a letter that may be another one",
      { resourceGroups: [groupNamed("rg-\u212A")] },
      /\.resourceGroups\[0\] names no resource group: the letter "\u212A"/u,
    ],
    ["a key vault that is no list", { keyVaults: "contoso" }, /\.keyVaults is not a list of key vaults/],
    ...[
      "",
      "ab",
      "a".repeat(25),
      "1a2",
      "ab-",
      "contoso.vault.azure.com",
      "https://contoso.vault.azure.net",
      7,
    ].map((vault): [string, object, RegExp] => [
      `a key vault that Azure would not have: ${vault}`,
      { keyVaults: ["contoso", vault] },
      /\.keyVaults\[1\] names no key vault: write its name, such as contoso-secrets/,
    ]),
    ["another word for removed", { removed: "prune" }, /\.removed is another word: write keep or delete/],
    ["another word for drift", { drift: "fix" }, /\.drift is another word: write report or correct/],
    ["half a deletion", { deletionsMax: 0.5 }, /\.deletionsMax is not a whole number/],
    ["fewer deletions than none", { deletionsMax: -1 }, /\.deletionsMax is not a whole number/],
    [
      "a repository's number as a text",
      { repositoryId: "42" },
      /\.repositoryId is not GitHub's number of the/,
    ],
    [
      "a repository's number that is none",
      { repositoryId: 0 },
      /\.repositoryId is not GitHub's number of the/,
    ],
    ["a pause in words", { paused: "yes" }, /\.paused is another word: write true or false/],
    ["deletions in words", { deletionsMax: "5" }, /\.deletionsMax is not a whole number/],
  ])("with %s is refused", (_, source, problem) => {
    expect(problemsOf(source)).toEqual([expect.stringMatching(problem)]);
  });

  it("with several mistakes in several sources tells them all", () => {
    const sources = [
      { ...A_SOURCE, removed: "prune" },
      { ...A_SOURCE, name: "other", drift: "fix", resourceGroups: ["rg", "rg2"] },
    ];

    const problems = problemsWith({ POOLKEEPER_SOURCES: JSON.stringify(sources) });

    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "POOLKEEPER_SOURCES[0].removed",
      "POOLKEEPER_SOURCES[1].resourceGroups[0]",
      "POOLKEEPER_SOURCES[1].resourceGroups[1]",
      "POOLKEEPER_SOURCES[1].drift",
    ]);
  });

  it.each(["text", null, ["list"], 7])("with an entry that is no source is refused: %j", (entry) => {
    expect(problemsWith({ POOLKEEPER_SOURCES: JSON.stringify([entry]) })[0]).toContain(
      "POOLKEEPER_SOURCES[0] is not an object",
    );
  });

  it("with two sources of one name is refused, in whatever case", () => {
    const twins = [A_SOURCE, { repository: "fabrikam/Pools", resourceGroups: [groupNamed("rg2")] }];

    expect(problemsWith({ POOLKEEPER_SOURCES: JSON.stringify(twins) })).toEqual([
      'POOLKEEPER_SOURCES[1] and [0] are both named "Pools": give each a "name" of its own',
    ]);
  });

  it("with two sources of one name that is none is refused without repeating it: it may be a secret gone astray", () => {
    const astray = "https://x:ghp_astray@github.com";
    const twins = ["rg1", "rg2"].map((group) => ({
      ...A_SOURCE,
      name: astray,
      resourceGroups: [groupNamed(group)],
    }));

    const problems = problemsWith({ POOLKEEPER_SOURCES: JSON.stringify(twins) });

    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain("astray");
  });

  it("may name one repository twice under two names", () => {
    const resourceGroups = [groupNamed("rg-test")];
    const sources = [A_SOURCE, { ...A_SOURCE, name: "pools-test", branch: "test", resourceGroups }];

    expect(problemsWith({ POOLKEEPER_SOURCES: JSON.stringify(sources) })).toEqual([]);
  });

  it("with two sources that share a resource group is refused, in whatever case: they would take each other's pools", () => {
    const [shared, other] = [groupNamed("rg").toUpperCase(), groupNamed("rg-other")];
    const sources = [A_SOURCE, { ...A_SOURCE, name: "team", resourceGroups: [other, shared] }];

    expect(problemsWith({ POOLKEEPER_SOURCES: JSON.stringify(sources) })).toEqual([
      `POOLKEEPER_SOURCES[1] "team" and [0] "pools" share the resource group /subscriptions/${SUBSCRIPTION.toUpperCase()}/resourceGroups/RG: let one source deploy to it, or give each a group of its own`,
    ]);
  });

  it("may name groups with every character that Azure takes", () => {
    const names = ["a", "rg-1_(b).c", "a".repeat(90), "..a"];

    expect(sourceOf({ resourceGroups: names.map(groupNamed) })?.resourceGroups).toHaveLength(4);
  });

  it.each([
    "repository",
    "repositoryId",
    "name",
    "branch",
    "directory",
    "removed",
    "drift",
    "paused",
    "resourceGroups",
    "keyVaults",
  ])("is not repeated in a problem, since it may be a secret that went astray: %s", (property) => {
    const secret = "https://ghp_secret@github.com/contoso/../pools s";

    const isList = property === "resourceGroups" || property === "keyVaults";
    const problems = problemsOf({ [property]: isList ? [secret] : secret });

    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain("ghp_secret");
  });

  it("is read with every property of a source", () => {
    const source = {
      name: "prod",
      repositoryId: 715_042_042,
      branch: "release/1.x",
      directory: "/config/pools/",
      removed: "delete",
      drift: "correct",
      deletionsMax: 0,
      paused: true,
      keyVaults: ["contoso.vault.azure.net"],
    };

    expect(sourceOf(source)).toEqual({
      ...source,
      directory: "config/pools",
      repository: { owner: "contoso", name: "pools" },
      resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "rg" }],
    });
  });

  it("may name a resource group twice, and follows it once", () => {
    expect(
      sourceOf({ resourceGroups: [GROUP, GROUP.toUpperCase().replace("RG", "rg")] })?.resourceGroups,
    ).toHaveLength(1);
  });
});

describe("the key vaults of a source", () => {
  it("are named, or given by their hosts, and kept as hosts, each once", () => {
    const keyVaults = ["Contoso-Secrets", "contoso-secrets.vault.azure.net", "contoso.vault.azure.cn"];

    expect(sourceOf({ keyVaults })?.keyVaults).toEqual([
      "contoso-secrets.vault.azure.net",
      "contoso.vault.azure.cn",
    ]);
  });

  it("decide what its commits say: with others, a commit is read anew", () => {
    const before = readingOf(aSource());

    expect(readingOf(aSource({ keyVaults: ["contoso.vault.azure.net"] }))).not.toBe(before);
    expect(readingOf(aSource({ keyVaults: [] }))).toBe(before);
  });
});

describe("the followed groups", () => {
  it("are those of all sources, each once", () => {
    const groupOf = (resourceGroup: string) => ({ subscriptionId: SUBSCRIPTION, resourceGroup });
    const sources = [
      aSource({ resourceGroups: [groupOf("rg"), groupOf("rg2")] }),
      aSource({ resourceGroups: [groupOf("RG"), groupOf("rg3")] }),
    ];

    const names = followedGroups(sources).map(({ resourceGroup }) => resourceGroup.toLowerCase());

    expect(names).toEqual(["rg", "rg2", "rg3"]);
  });
});
