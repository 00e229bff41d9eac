import { describe, expect, it } from "vitest";
import { readErrors } from "../../src/arm/error-body.ts";
import { canonicalJson } from "../../src/shared/canonical.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import { applyPatch } from "../audit/apply-patch.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;
const VAULT = "contoso.vault.azure.net";

type World = ReturnType<typeof createWorld>;

const body = (world: World, hash = ""): Json =>
  JSON.parse(world.audit.text(`bodies/sha256/${hash.slice(0, 2)}/${hash}.json`) ?? "null");

function kindsOf(world: World): readonly (string | undefined)[] {
  return world.events().map((event) => event?.kind);
}

describe("a push is on record from its webhook to its last pool", () => {
  it("with who, which commit, what before, what after, and which request of ARM", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 100) });
    await world.pass(MINUTE);

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 50) });
    await world.pass(MINUTE);

    const [delivery, sync, intent, result] = world.events().slice(-4);
    const common = { format: 1, source: "session-pools", commit, actor: "ada" };
    const rollout = sync?.rollout;
    expect(delivery).toMatchObject({ ...common, kind: "delivery", outcome: "accepted" });
    expect(sync).toMatchObject({
      ...common,
      kind: "sync",
      outcome: "wanted",
      author: { name: "Ada Lovelace" },
      signature: { verified: false, reason: "unsigned" },
      specs: [{ path: "pools/a.yaml", generation: 2, blobSha: expect.stringMatching(/^[0-9a-f]{40}$/) }],
      problems: [],
      mistakes: 0,
    });
    expect(intent).toMatchObject({
      ...common,
      kind: "intent",
      action: "put",
      generation: 2,
      rollout,
      why: "scaleConfiguration.maxConcurrentSessions 100 → 50",
      difference: [
        { op: "replace", path: "/properties/scaleConfiguration/maxConcurrentSessions", value: 50 },
      ],
    });
    expect(result).toMatchObject({
      ...common,
      kind: "result",
      outcome: "applied",
      rollout,
      attempts: 1,
      answer: { correlationId: rollout },
    });
    if (intent?.kind !== "intent" || result?.kind !== "result") throw new Error("they are others");
    expect(result.change).toBe(intent.change);
    const [before, after] = [body(world, intent.foundHash), body(world, result.bodyHash)];
    const asked = applyPatch(before, intent.difference) as JsonObject;
    // When ARM takes a change, and in whose name, is its own to say.
    expect(canonicalJson({ ...asked, systemData: null })).toBe(
      canonicalJson({ ...(after as JsonObject), systemData: null }),
    );
    expect(await world.verify()).toMatchObject({ kind: "whole" });
  });

  it("also when it takes ARM its time, and is refused at first: one intent, one result, and the attempts", async () => {
    const world = createWorld();
    world.pools.failNext("put", new Busy({ code: "TooManyRequests", message: "wait", status: 429 }), 2);

    await world.push({ "pools/a.yaml": container("slow") });
    await world.pass(10 * MINUTE);

    expect(kindsOf(world)).toEqual(["delivery", "sync", "intent", "result"]);
    expect(world.events().at(-1)).toMatchObject({ outcome: "applied", attempts: 3, operation: "1" });
    expect(world.pools.puts.map(({ clientRequestId }) => clientRequestId)).toEqual(
      Array(3).fill(world.events().flatMap((event) => (event?.kind === "result" ? event.change : []))[0]),
    );
  });

  it("also when ARM refuses it, in ARM's words", async () => {
    const world = createWorld();
    const refusal = { code: "RequestDisallowedByPolicy", message: "not here", status: 403, requestId: "r7" };
    world.pools.failNext("put", new Refused(refusal));

    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);

    expect(world.events().at(-1)).toMatchObject({
      kind: "result",
      outcome: "rejected",
      answer: { status: 403, requestId: "r7" },
      failure: { class: "refused", code: "RequestDisallowedByPolicy", message: "not here" },
    });
  });

  it("also when a newer commit takes its place before its end", async () => {
    const world = createWorld();
    world.pools.failNext("put", new Busy({ code: "TooManyRequests", message: "wait", status: 429 }), 1);
    await world.push({ "pools/a.yaml": interpreter("one", 100) });
    await world.deliverDue();

    await world.push({ "pools/a.yaml": interpreter("one", 50) });
    await world.pass(30 * MINUTE);

    const results = world.events().flatMap((event) => (event?.kind === "result" ? [event] : []));
    expect(results.map(({ outcome, generation }) => [generation, outcome])).toEqual([
      [1, "overtaken"],
      [2, "applied"],
    ]);
  });

  it("also when it has mistakes, which are told", async () => {
    const world = createWorld();

    await world.push({ "pools/a.yaml": interpreter("one", 100).replace("PythonLTS", "CobolLTS") });
    await world.pass(MINUTE);

    expect(world.events().at(-1)).toMatchObject({
      kind: "sync",
      outcome: "rejected",
      mistakes: 1,
      problems: [expect.stringContaining("pools/a.yaml:7")],
    });
  });

  it("also when a pool is removed", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": interpreter("two") });
    await world.pass(MINUTE);

    await world.push({ "pools/a.yaml": null });
    await world.pass(MINUTE);

    expect(world.events().slice(-2)).toMatchObject([
      { kind: "intent", action: "delete", difference: [{ op: "replace", path: "", value: null }] },
      { kind: "result", outcome: "removed" },
    ]);
  });

  it("also when it is brought by the poll: then its author is behind it", async () => {
    const world = createWorld();
    world.repositories.commit({ "pools/a.yaml": interpreter("one") });

    await world.poll();
    await world.pass(MINUTE);

    expect(kindsOf(world)).toEqual(["sync", "intent", "result", "configuration"]);
    expect(world.events().at(2)).toMatchObject({ kind: "result", actor: "Ada Lovelace" });
  });

  it("and a push that changes nothing adds only that it came", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    const before = kindsOf(world).length;

    await world.push({ "README.md": "words" });
    await world.pass(MINUTE);

    expect(kindsOf(world).slice(before)).toEqual(["delivery", "sync"]);
  });
});

it("an audit that can't be written holds up the change, and loses nothing of it", async () => {
  const world = createWorld();
  world.audit.failNext("create", new Busy({ code: "ServerBusy", message: "busy", status: 503 }), 4);

  const commit = await world.push({ "pools/a.yaml": interpreter("one") });
  await world.pass(60 * MINUTE);
  await world.poll();
  await world.pass(60 * MINUTE);

  expect(world.said(commit)).toMatch(/^1 applied/);
  expect(world.pools.puts).toHaveLength(1);
  expect(kindsOf(world)).toEqual(expect.arrayContaining(["sync", "intent", "result"]));
  expect(await world.verify()).toMatchObject({ kind: "whole" });
});

it("versions of secrets are on record when they change, and with what they were", async () => {
  const world = createWorld({ source: { keyVaults: [VAULT] } });
  const first = world.secrets.set(VAULT, "api-key", "first-value");
  const spec = `${interpreter("one")}  secrets: [{ name: key, keyVaultSecret: https://${VAULT}/secrets/api-key }]\n`;
  await world.push({ "pools/a.yaml": spec });
  await world.pass(MINUTE);
  const second = world.secrets.set(VAULT, "api-key", "second-value");

  await world.pass(60 * MINUTE);
  await world.app.snapshot(world.log);
  await world.pass(10 * MINUTE);

  const versions = world.events().filter((event) => event?.kind === "secretVersion");
  const about = { secret: "key", vaultSecret: `https://${VAULT}/secrets/api-key` };
  expect(versions).toMatchObject([
    { ...about, version: first },
    { ...about, version: second, previousVersion: first },
  ]);
  expect(versions[0]).not.toHaveProperty("previousVersion");
});

it("the newest snapshot's hash is told with the end of a commit, as an outside witness", async () => {
  const world = createWorld();
  await world.push({ "pools/a.yaml": interpreter("one", 100) });
  await world.pass(MINUTE);
  const verified = await world.verify();

  const commit = await world.push({ "pools/a.yaml": interpreter("one", 50) });
  await world.pass(MINUTE);

  const hash = verified.kind === "whole" ? verified.newest?.hash : undefined;
  expect(world.said(commit)).toMatch(/^1 applied in \d+ s · audit [0-9a-f]{16}$/);
  expect(world.said(commit)).toContain(hash?.slice(0, 16));
});

it("a secret that was planted wherever one can stand is in no blob, no log line and no status", async () => {
  const planted = [
    "v4ult-value",
    "spec-v4lue",
    "pa55-in-spec",
    "tok3n-of-payload",
    "arm-t0ken",
    "Zm9v-arm-key",
  ];
  const [inVault, inSpec, password, inPayload, sig, key] = planted;
  const world = createWorld({ source: { keyVaults: [VAULT] } });
  world.secrets.set(VAULT, "api-key", inVault ?? "");
  const more = {
    installation: { token: inPayload },
    commits: [{ message: inPayload, author: { name: inPayload } }],
    repository: { full_name: "contoso/session-pools", description: inPayload },
  };
  const withValue = `${interpreter("one")}  secrets: [{ name: key, value: ${inSpec} }]\n  password: ${password}\n`;
  const withReference = `${container("one")}  secrets: [{ name: key, keyVaultSecret: https://${VAULT}/secrets/api-key }]\n`;
  const words = `${inVault} https://a.test/?sig=${sig} AccountKey=${key};`;
  // As the adapter reads it; what it can't know, the vault's value, is in it still.
  const [answered] = readErrors({ error: { code: "SessionPoolInvalidX", message: words } });
  const { code = "", message = "" } = answered ?? {};
  expect(message).toContain(inVault);
  world.pools.failNext("put", new Refused({ code, message, status: 400 }));

  const refused = world.repositories.commit({ "pools/a.yaml": withValue });
  await world.hear(refused, { more });
  await world.pass(MINUTE);
  const rejected = world.repositories.commit({ "pools/a.yaml": withReference });
  await world.hear(rejected, { more });
  await world.pass(MINUTE);
  await world.app.abandon("syncs", { source: "session-pools", push: { after: refused } }, world.log);
  await world.poll();
  await world.app.snapshot(world.log);
  await world.pass(5 * MINUTE);

  expect(kindsOf(world)).toEqual(expect.arrayContaining(["sync", "intent", "result", "abandoned"]));
  expect(world.said(rejected)).toMatch(/SessionPoolInvalidX/);
  const everything = JSON.stringify([
    world.documents.names().map((name) => [world.documents.value(name), world.documents.labels(name)]),
    world.audit.names().map((name) => world.audit.text(name)),
    world.queues.messages("reconciles"),
    world.log.lines,
    world.repositories.statuses,
  ]);
  for (const secret of planted) expect(everything, secret).not.toContain(secret);
  expect(world.pools.found(aPoolId("one"))).toBeUndefined();
});
