import { describe, expect, it } from "vitest";
import { parseManifest } from "../../src/audit/manifest.ts";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const VAULT = "contoso.vault.azure.net";
const ONE = aPoolId("one");
const VALUE = "first-value-s3cr3t";
const ROTATED = "second-value-s3cr3t";

type References = { readonly [name: string]: string };

const withSecrets = (spec: string, references: References): string => {
  const lines = Object.entries(references).map(
    ([name, reference]) => `    - { name: ${name}, keyVaultSecret: https://${VAULT}/secrets/${reference} }\n`,
  );
  return `${spec}  secrets:\n${lines.join("")}`;
};

/** A key vault with one secret, and a source that may take secrets from it. */
function createVault({ operationMs = 60_000, keyVaults = [VAULT] as readonly string[] } = {}) {
  const world = createWorld({ source: { keyVaults }, operationMs });
  const version = world.secrets.set(VAULT, "api-key", VALUE);
  const sentTo = (name: string) => world.putsOf(name).map(({ body }) => body?.properties.secrets);
  return {
    ...world,
    version,
    sentTo,
    state: () => world.documents.value(poolDocument(ONE)),
    pushOne: (references: References, spec = interpreter("one")) =>
      world.push({ "pools/a.yaml": withSecrets(spec, references) }),
    /** An hour, and the pass at its end. */
    async hour(): Promise<void> {
      await world.pass(HOUR - 5 * MINUTE);
      await world.app.snapshot(world.log);
      await world.pass(5 * MINUTE);
    },
    newestRecord: () =>
      parseManifest(world.audit.text(world.audit.names("snapshots/").at(-1) ?? "") ?? "")?.pools[0],
    /** All that is written down or said, wherever. */
    everything: () =>
      JSON.stringify([
        world.documents
          .names()
          .map((name) => [name, world.documents.value(name), world.documents.labels(name)]),
        world.audit.names().map((name) => world.audit.text(name)),
        world.queues.messages("reconciles"),
        world.log.lines,
        world.repositories.statuses,
      ]),
  };
}

describe("a spec with a secret", () => {
  it("is deployed with the value, and ARM never hears where it was", async () => {
    const world = createVault();

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);

    expect(world.sentTo("one")).toEqual([[{ name: "key", value: VALUE }]]);
    expect(world.said(commit)).toMatch(/^1 applied in/);
  });

  it("leaves its value nowhere, only which version was deployed", async () => {
    const world = createVault();

    await world.pushOne({ key: "api-key" }, container("one"));
    await world.pass(10 * SECOND);
    const whileArmWorks = world.everything();
    await world.pass(2 * MINUTE);
    await world.app.snapshot(world.log);
    await world.pass(MINUTE);

    expect(whileArmWorks).toContain(world.version);
    expect(whileArmWorks).not.toContain(VALUE);
    expect(world.everything()).not.toContain(VALUE);
    const deployed = [{ name: "key", version: world.version }];
    expect(world.state()?.secrets).toEqual(deployed);
    expect(world.newestRecord()).toMatchObject({ state: "managed", secrets: deployed });
    expect(world.log.lines.find(({ message }) => message === "pool settled")?.fields).toMatchObject({
      secrets: [`key@${world.version}`],
    });
    expect(world.documents.value(wantedDocument(ONE))?.wish).toMatchObject({
      body: {
        properties: { secrets: [{ name: "key", keyVaultSecret: `https://${VAULT}/secrets/api-key` }] },
      },
    });
  });

  it("sends all of its secrets when one thing changes: ARM clears those that are left out", async () => {
    const world = createVault();
    const other = world.secrets.set(VAULT, "other", "o");
    const references = { key: "api-key", other: `other/${other}` };
    await world.pushOne(references);
    await world.pass(MINUTE);

    await world.pushOne(references, interpreter("one", 50));
    await world.pass(MINUTE);

    const all = [
      { name: "key", value: VALUE },
      { name: "other", value: "o" },
    ];
    expect(world.sentTo("one")).toEqual([all, all]);
  });

  it("that names another secret under the same name is deployed, though ARM shows no difference", async () => {
    const world = createVault();
    world.secrets.set(VAULT, "other", "o");
    await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);

    const commit = await world.pushOne({ key: "other" });
    await world.pass(MINUTE);

    expect(world.sentTo("one").at(-1)).toEqual([{ name: "key", value: "o" }]);
    expect(world.said(commit)).toMatch(/^1 applied in/);
  });

  it("that now names the version that is deployed anyway gets no PUT", async () => {
    const world = createVault();
    await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);

    const commit = await world.pushOne({ key: `api-key/${world.version}` });
    await world.pass(MINUTE);

    expect(world.sentTo("one")).toHaveLength(1);
    expect(world.said(commit)).toMatch(/^1 unchanged in/);
  });

  it("that now names another version is deployed, also an older one", async () => {
    const world = createVault();
    const newer = world.secrets.set(VAULT, "api-key", ROTATED);
    await world.pushOne({ key: `api-key/${newer}` });
    await world.pass(MINUTE);

    await world.pushOne({ key: `api-key/${world.version}` });
    await world.pass(MINUTE);

    expect(world.sentTo("one")).toEqual([[{ name: "key", value: ROTATED }], [{ name: "key", value: VALUE }]]);
    expect(world.state()?.secrets).toEqual([{ name: "key", version: world.version }]);
  });

  it("that goes back to a version while nobody knows whether the next one got there is put again", async () => {
    const world = createVault();
    const newer = world.secrets.set(VAULT, "api-key", ROTATED);
    await world.pushOne({ key: `api-key/${world.version}` });
    await world.pass(MINUTE);
    world.pools.loseAnswer("put");
    await world.pushOne({ key: `api-key/${newer}` });
    await world.pass(SECOND);

    await world.pushOne({ key: `api-key/${world.version}` });
    await world.pass(5 * MINUTE);

    expect(world.sentTo("one")).toEqual([VALUE, ROTATED, VALUE].map((value) => [{ name: "key", value }]));
  });

  it("whose pool is there already with a secret of that name is put once: nobody knows its value", async () => {
    const world = createVault();
    await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    world.documents.remove(poolDocument(ONE));

    await world.pushOne({ key: "api-key" }, `${interpreter("one")}# no change at all\n`);
    await world.pass(MINUTE);
    await world.hour();
    await world.hour();

    expect(world.sentTo("one")).toHaveLength(2);
  });

  it("is put again when the answer to its PUT was lost: nobody can see which secrets it has", async () => {
    const world = createVault();
    world.pools.loseAnswer("put");

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(5 * MINUTE);

    expect(world.sentTo("one")).toHaveLength(2);
    expect(world.state()?.secrets).toEqual([{ name: "key", version: world.version }]);
    expect(world.states(commit).at(-1)).toBe("success");
  });
});

describe("a source", () => {
  it("that names no key vault refuses a spec with a secret, at the secret's own place", async () => {
    const world = createVault({ keyVaults: [] });

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "failure"]);
    expect(world.said(commit)).toMatch(
      /^1 mistake, nothing deployed\. pools\/a\.yaml:12:20 .*this source may not take secrets from the key vault contoso/,
    );
    expect(world.secrets.reads).toEqual([]);
  });

  it("whose settings name the vault at last deploys the commit that was refused for it", async () => {
    const world = createVault({ keyVaults: [] });
    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);

    world.configure({ keyVaults: [VAULT] });
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "failure", "success"]);
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("whose settings name the vault no more deploys nothing from it, whatever was wanted before", async () => {
    const world = createVault();
    world.pools.failNext(
      "put",
      new Busy({ code: "TooManyRequests", message: "later", retryAfterMs: MINUTE }),
    );
    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(10 * SECOND);
    const reads = world.secrets.reads.length;

    // As a new deployment with other settings would.
    Object.assign(world.source, { keyVaults: [] });
    await world.pass(5 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(1);
    expect(world.secrets.reads).toHaveLength(reads);
    expect(world.said(commit)).toContain("one: VaultOutsideSource: the source session-pools may not take");
  });
});

describe("a secret that can't be read", () => {
  it("because it is not there turns the commit red at once, in words", async () => {
    const world = createVault();

    const commit = await world.pushOne({ key: "nobodys" });
    await world.pass(MINUTE);

    expect(world.putsOf("one")).toEqual([]);
    expect(world.said(commit)).toContain(
      "one: SecretNotFound: there is no such secret: the secret nobodys of the key vault",
    );
  });

  it("because the role is still spreading is read when it is there", async () => {
    const world = createVault();
    world.secrets.allow(VAULT, false);

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(2 * MINUTE);
    const before = world.states(commit).at(-1);
    world.secrets.allow(VAULT, true);
    await world.pass(10 * MINUTE);

    expect(before).toBe("pending");
    expect(world.sentTo("one")).toEqual([[{ name: "key", value: VALUE }]]);
    expect(world.states(commit).at(-1)).toBe("success");
  });

  it("because nobody gives the role tells which role, after ten minutes", async () => {
    const world = createVault();
    world.secrets.allow(VAULT, false);

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(30 * MINUTE);

    expect(world.said(commit)).toContain("needs the role Key Vault Secrets User");
    expect(world.putsOf("one")).toEqual([]);
  });

  it("because Key Vault is busy waits for as long as it is told to", async () => {
    const world = createVault();
    world.secrets.failNext(
      "read",
      new Busy({ code: "Throttled", message: "later", retryAfterMs: 5 * MINUTE }),
    );

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(5 * MINUTE - SECOND);
    const readsBefore = world.secrets.reads.length;
    await world.pass(MINUTE);

    expect(readsBefore).toBe(1);
    expect(world.states(commit).at(-1)).toBe("success");
  });
});

describe("the address of an operation, which opens it to whoever knows it", () => {
  it("stands in the pool's own document while ARM works, and nowhere else", async () => {
    const world = createVault();

    await world.pushOne({ key: "api-key" }, container("one"));
    await world.pass(10 * SECOND);

    const address = world.state()?.change?.operationUrl;
    const told = [world.log.lines, world.audit.names().map((name) => world.audit.text(name))];
    const shown = [world.repositories.statuses, world.queues.messages("reconciles")];
    expect(address).toContain("?t=signed");
    expect(JSON.stringify([told, shown])).not.toContain("t=signed");
  });
});

describe("a refusal of ARM that repeats a secret", () => {
  const echo = `The value '${VALUE}' of secret key is not good.`;

  it("is told without it, whatever the class of the failure", async () => {
    const world = createVault();
    const details = { code: "InvalidSecret", message: echo, status: 400 };
    world.pools.failNext("put", new Busy({ ...details, status: 409 }));
    world.pools.failNext("put", new NotYet(details));
    world.pools.failNext("put", new Refused(details));

    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(SECOND);
    const whileBusy = world.everything();
    await world.pass(10 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(3);
    expect(whileBusy).toContain("The value '[secret]' of secret key");
    expect(whileBusy).not.toContain(VALUE);
    expect(world.said(commit)).toContain(
      "one: InvalidSecret: The value '[secret]' of secret key is not good.",
    );
    expect(world.everything()).not.toContain(VALUE);
  });

  it("is told without it when the operation fails long after the value was forgotten", async () => {
    const world = createVault({ operationMs: HOUR });
    const commit = await world.pushOne({ key: "api-key" }, container("one"));
    await world.pass(MINUTE);
    world.secrets.set(VAULT, "api-key", ROTATED);

    world.pools.finish(ONE, "Failed", { code: "SessionPoolOperationError", message: echo });
    await world.pass(MINUTE);

    expect(world.said(commit)).toContain(
      "one: SessionPoolOperationError: The value '[secret]' of secret key",
    );
    expect(world.everything()).not.toContain(VALUE);
  });

  it("is not told at all where the value can't be read any more to look for it", async () => {
    const world = createVault({ operationMs: HOUR });
    const commit = await world.pushOne({ key: "api-key" }, container("one"));
    await world.pass(MINUTE);
    world.secrets.allow(VAULT, false);

    world.pools.finish(ONE, "Failed", { code: "SessionPoolOperationError", message: echo });
    await world.pass(MINUTE);

    expect(world.said(commit)).toContain("one: SessionPoolOperationError: ARM's reason is not shown");
    expect(world.everything()).not.toContain(VALUE);
  });
});

describe("the rotation of a secret", () => {
  it("is deployed by the next hourly pass, and by none after it", async () => {
    const world = createVault();
    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    const version = world.secrets.set(VAULT, "api-key", ROTATED);

    await world.hour();
    await world.hour();
    await world.hour();

    expect(world.sentTo("one")).toEqual([[{ name: "key", value: VALUE }], [{ name: "key", value: ROTATED }]]);
    expect(world.state()?.secrets).toEqual([{ name: "key", version }]);
    expect(world.newestRecord()?.secrets).toEqual([{ name: "key", version }]);
    expect(world.states(commit).at(-1)).toBe("success");
    expect(world.everything()).not.toContain(ROTATED);
  });

  it("that did not happen costs one read of Key Vault, and nothing of ARM but the snapshot's list", async () => {
    const world = createVault();
    await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    const [calls, reads] = [world.pools.calls.length, world.secrets.reads.length];

    await world.hour();

    expect(world.pools.calls.slice(calls).map(({ operation }) => operation)).toEqual(["list"]);
    expect(world.secrets.reads).toHaveLength(reads + 1);
  });

  it("means nothing to a spec that names a version, which is not even read again", async () => {
    const world = createVault();
    await world.pushOne({ key: `api-key/${world.version}` });
    await world.pass(MINUTE);
    const reads = world.secrets.reads.length;
    world.secrets.set(VAULT, "api-key", ROTATED);

    await world.hour();

    expect(world.secrets.reads).toHaveLength(reads);
    expect(world.sentTo("one")).toHaveLength(1);
    expect(world.log.lines.filter(({ message }) => message === "pools to recheck")).toEqual([]);
  });

  it("leaves the pinned ones as they are, and sends them along", async () => {
    const world = createVault();
    const pinned = world.secrets.set(VAULT, "pinned", "p");
    await world.pushOne({ key: "api-key", pinned: `pinned/${pinned}` });
    await world.pass(MINUTE);
    world.secrets.set(VAULT, "pinned", "another");
    world.secrets.set(VAULT, "api-key", ROTATED);

    await world.hour();

    expect(world.sentTo("one").at(-1)).toEqual([
      { name: "key", value: ROTATED },
      { name: "pinned", value: "p" },
    ]);
  });

  it("to a secret that can't be read leaves the pool, and its commit, as they are", async () => {
    const world = createVault();
    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    world.secrets.set(VAULT, "api-key", ROTATED, { enabled: false });

    await world.hour();

    expect(world.sentTo("one")).toHaveLength(1);
    expect(world.states(commit).at(-1)).toBe("success");
    expect(world.state()?.settled?.outcome).toEqual({ kind: "applied" });
    expect(world.log.lines).toContainEqual({
      level: "warn",
      message: "secrets not read",
      fields: expect.objectContaining({
        code: "SecretDisabled",
        reason: expect.stringContaining("the secret api-key"),
      }),
    });
  });

  it("does not make a pool anew that somebody deleted, where the source only reports drift", async () => {
    const world = createVault();
    await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    world.pools.drop(ONE);
    world.secrets.set(VAULT, "api-key", ROTATED);

    await world.hour();

    expect(world.pools.found(ONE)).toBeUndefined();
  });

  it("waits for whoever else works on the pool", async () => {
    const world = createVault();
    await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    world.secrets.set(VAULT, "api-key", ROTATED);
    const body = world.pools.puts[0]?.body;
    if (body) world.pools.set(ONE, body, "Updating");

    await world.hour();
    const whileBusy = world.sentTo("one").length;
    if (body) world.pools.set(ONE, body);
    await world.hour();

    expect(whileBusy).toBe(1);
    expect(world.sentTo("one").at(-1)).toEqual([{ name: "key", value: ROTATED }]);
  });

  it("that ARM refuses turns the commit red, and is tried again by the poll", async () => {
    const world = createVault();
    const commit = await world.pushOne({ key: "api-key" });
    await world.pass(MINUTE);
    world.secrets.set(VAULT, "api-key", ROTATED);
    world.pools.failNext(
      "put",
      new Refused({ code: "RequestDisallowedByPolicy", message: "no", status: 403 }),
    );

    await world.hour();
    const refused = world.states(commit).at(-1);
    await world.pass(HOUR);
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(refused).toBe("failure");
    expect(world.sentTo("one").at(-1)).toEqual([{ name: "key", value: ROTATED }]);
    expect(world.states(commit).at(-1)).toBe("success");
  });
});
