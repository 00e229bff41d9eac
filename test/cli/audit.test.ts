import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bodyName } from "../../src/audit/names.ts";
import { connectToAudit } from "../../src/cli/azure.ts";
import { CannotRun, type Outcome } from "../../src/cli/world.ts";
import { sha256 } from "../../src/shared/canonical.ts";
import { takeSnapshot } from "../../src/snapshot/take.ts";
import { bodyWith, poolNamed, SOURCE } from "../snapshot/world.ts";
import { COMMIT_A, contentsOf, POOL, writeStory } from "./story.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

const RECORD = ["--folder", "record"] as const;

async function openStory() {
  const story = await writeStory();
  const workspace = await openWorkspace(story.contents);
  return { ...story, workspace, audit: (...args: readonly string[]) => read(workspace, args) };
}

/** What a command prints, with what streams. */
async function read(workspace: Workspace, args: readonly string[]): Promise<Outcome> {
  const outcome = await workspace.run("audit", ...args, ...RECORD);
  let output = outcome.output;
  for await (const text of outcome.stream ?? []) output += text;
  return { ...outcome, output };
}

describe("verify", () => {
  test("says that a record is whole, and how much of it there is", async () => {
    const { audit, newest } = await openStory();

    expect(await audit("verify")).toEqual({
      exitCode: 0,
      output: `whole: 3 snapshots, 5 bodies, 7 events\nnewest: ${newest.name}\n  ${newest.hash}\n`,
    });
    expect(await audit("verify", "--head", newest.hash.slice(0, 8))).toMatchObject({ exitCode: 0 });
  });

  test("names the blob that was altered, and why", async () => {
    const { audit, workspace, names } = await openStory();
    const event = names.find((name) => name.includes("-result-")) ?? "";
    await writeFile(join(workspace.path, "record", event), "{}");

    expect(await audit("verify")).toEqual({
      exitCode: 1,
      output: `broken: ${event}\n  the event's bytes are not those that a manifest has\n`,
    });
    expect(JSON.parse((await audit("verify", "--format", "json")).output)).toEqual({
      kind: "broken",
      at: event,
      why: "event altered",
    });
  });

  test("reads bytes: those that are no text are not taken for the text they almost are", async () => {
    const { world } = await writeStory();
    // A body with the character that stands for bytes that are no text.
    world.pools.set(poolNamed("odd"), { ...bodyWith(1), tags: { note: "\uFFFD" } });
    const { manifest } = await world.taken();
    const hash = manifest.pools.find(({ id }) => id.endsWith("/odd"))?.bodyHash ?? "";
    const workspace = await openWorkspace(contentsOf(world));
    const path = join(workspace.path, "record", bodyName(hash));
    const bytes = await readFile(path);
    const place = bytes.indexOf(Buffer.from("\uFFFD"));

    expect(await read(workspace, ["verify"])).toMatchObject({ exitCode: 0 });
    await writeFile(
      path,
      Buffer.concat([bytes.subarray(0, place), Buffer.from([0xff]), bytes.subarray(place + 3)]),
    );

    expect((await read(workspace, ["verify"])).output).toContain(`broken: ${bodyName(hash)}`);
  });

  test("tells of newer snapshots that were cut off, by a hash that is known from elsewhere", async () => {
    const { audit, workspace, newest } = await openStory();
    await rm(join(workspace.path, "record", newest.name));

    expect(await audit("verify")).toMatchObject({ exitCode: 0 });
    const cut = { exitCode: 1, output: expect.stringMatching(/cut off/) };
    expect(await audit("verify", "--witness", newest.hash.slice(0, 7))).toMatchObject(cut);
    expect(await audit("verify", "--head", newest.hash)).toMatchObject(cut);
  });

  test("tells of gaps, and takes another interval than an hour", async () => {
    const { audit } = await openStory();

    const narrow = await audit("verify", "--interval", "20");

    expect(narrow.exitCode).toBe(1);
    expect(narrow.output).toMatch(
      /^gap: no snapshot for 1 h 0 min\n {2}after snapshots.*\n {2}before snapshots/,
    );
    expect(narrow.output).toContain("whole: 3 snapshots");
  });

  test("looks at a part of the chain", async () => {
    const { audit } = await openStory();

    const part = await audit("verify", "--from", "2026-01-05T10:00", "--to", "2026-01-05T10:30:00Z");

    expect(part).toMatchObject({ exitCode: 0, output: expect.stringContaining("whole: 1 snapshots") });
  });

  test.each([
    [["verify", "--from", "yesterday"], /"yesterday" is no time/],
    [["verify", "--from", "2026-02-30"], /"2026-02-30" is no time/],
    [["verify", "--from", "2026-01-06", "--to", "2026-01-05"], /is later than --to/],
    [["verify", "--head", "no"], /"no" is no hash/],
    [["verify", "--interval", "0"], /"0" is no number of minutes/],
    [["verify", "--from", "2030-01-01"], /there is no snapshot/],
    [["verify", "more"], /"more" is one too many/],
    [["verify", "--key", "record/none.pem"], /no such file/],
    [["verfy"], /did you mean verify\?/],
    [["log", "--kind", "rseult"], /did you mean result\?/],
    [["log", "--limit", "none"], /is no number of events/],
    [["log", "--format", "xml"], /there is no format "xml"/],
    [["log", "--pool", "nobody"], /no pool "nobody" is in the newest snapshot/],
    [["log", "--pool", "/subscriptions/x"], /"\/subscriptions\/x" is no ARM id of a session pool/],
    [["log", "--pool", POOL.replace(/^\/subscriptions\/[^/]+/, "/subscriptions/x")], /has no UUID/],
    [["log", "--pool", POOL.replace("sessionPools", "jobs")], /is no ARM id of a session pool/],
    [["log", "--commit", "main"], /--commit "main" is no SHA/],
    [["log", "--commit", "aaa"], /--commit "aaa" is no SHA/],
    [["log", "--actor", ""], /--actor is empty/],
    [["log", "--since", "2026-01-06", "--until", "2026-01-05"], /--since .* is later than --until/],
    [["export", "--commit", ""], /--commit "" is no SHA/],
    [["show", `${POOL}/x`], /is no ARM id of a session pool/],
    [["show"], /show takes one pool/],
    [["show", "worker", "--at", "2020-01-01"], /nothing of .* is on record/],
    [["diff", "worker", "1h"], /diff takes a pool and two times/],
    [["blame", "worker", "tags"], /is no JSON pointer/],
    [["blame", "worker", "/nothing"], /there is no "\/nothing"/],
    [["export", "--format", "json"], /there is csv and jsonl/],
    [[], /say first what to do/],
  ])("%j can't run, and says why", async (args, why) => {
    const { audit } = await openStory();

    expect(await audit(...args)).toMatchObject({ exitCode: 2, errorOutput: expect.stringMatching(why) });
  });

  test.each([
    [{ PoolkeeperStorage: "AccountKey=c2VjcmV0" }, /^PoolkeeperStorage is no connection string/],
    [{ PoolkeeperStorage__blobServiceUri: "nowhere" }, /^nowhere is no address/],
    [{ PoolkeeperStorage__blobServiceUri: "http://contoso.test:1" }, /^http:.*is no address/],
    [{ PoolkeeperStorage__blobServiceUri: "https://st.test/?sig=c2VjcmV0" }, /^what was given is no address/],
    [{}, /^say where the record is/],
  ])("an account that can't be is told without what might be its key: %j", (environment, why) => {
    const place = { kind: "environment", container: "audit" } as const;

    expect(() => connectToAudit(place, environment)).toThrow(CannotRun);
    expect(() => connectToAudit(place, environment)).toThrow(why);
    expect(() => connectToAudit(place, environment)).not.toThrow(/c2VjcmV0/);
  });

  test.each([
    [["--account", "http://contoso.test:1"], /^poolkeeper: "http:.*" is no storage account/],
    [
      ["--account", "https://st.test/?sig=c2VjcmV0"],
      /^poolkeeper: what --account gives is no storage account/,
    ],
    [["--account", "contoso", "--container", "../x"], /"\.\.\/x" is no container's name/],
    [["--folder", ""], /--folder is empty/],
    [["--folder", "record", "--account", "contoso"], /choose one/],
  ])("a place that can't be is told in one sentence: %j", async (place, why) => {
    const { workspace } = await openStory();

    const { exitCode, errorOutput = "" } = await workspace.run("audit", "log", ...place);

    expect(exitCode).toBe(2);
    expect(errorOutput).toMatch(why);
    expect(errorOutput).not.toContain("c2VjcmV0");
  });

  test("a body that was forged to be endlessly deep ends no command in its middle", async () => {
    const { contents, names } = await writeStory();
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const forged = names.filter((name) => name.startsWith("bodies/")).map((name) => [`record/${name}`, deep]);
    const workspace = await openWorkspace({ ...contents, ...Object.fromEntries(forged) });

    expect(await read(workspace, ["show", "worker"])).toMatchObject({
      exitCode: 2,
      errorOutput: expect.stringMatching(/not as it was written: poolkeeper audit verify says more\n$/),
    });
    expect(await read(workspace, ["blame", "worker"])).toMatchObject({ exitCode: 0 });
    expect(await read(workspace, ["verify"])).toMatchObject({ exitCode: 1 });
  });

  test("a folder that is none is said to be none", async () => {
    const workspace = await openWorkspace({});

    expect(await workspace.run("audit", "verify", "--folder", "nowhere")).toMatchObject({ exitCode: 2 });
  });

  test("nor is the history of a folder that holds no record empty", async () => {
    const { workspace } = await openStory();

    expect(await workspace.run("audit", "log", "--folder", ".")).toMatchObject({
      exitCode: 2,
      errorOutput: expect.stringContaining("holds no record"),
    });
  });
});

describe("verify --key", () => {
  const keys = {
    RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
    ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  };

  async function openSigned(algorithm: "RS256" | "ES256", write: (key: string) => string) {
    const { world } = await writeStory();
    const { privateKey, publicKey } = keys[algorithm];
    const signer = {
      key: "https://contoso.vault.azure.net/keys/audit",
      async sign(hash: string) {
        const name =
          world.audit.names("snapshots/").find((one) => sha256(world.audit.text(one) ?? "") === hash) ?? "";
        const key = {
          key: createPrivateKey(privateKey.export({ format: "pem", type: "pkcs8" })),
          dsaEncoding: "ieee-p1363",
        } as const;
        const signature = sign("sha256", Buffer.from(world.audit.text(name) ?? ""), key).toString(
          "base64url",
        );
        return { algorithm, key: `${this.key}/1`, signature };
      },
    };
    const taken = await takeSnapshot([SOURCE], { ...world.deps, signer });
    if (taken.kind !== "taken") throw new Error("no snapshot was taken");
    const contents = contentsOf(world);
    const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
    const workspace = await openWorkspace({
      ...contents,
      "key.pem": pem,
      key: write(JSON.stringify(publicKey.export({ format: "jwk" }))),
    });
    return { workspace, place: taken.name.replace(".json", ".sig.json") };
  }

  test.each(["RS256", "ES256"] as const)(
    "checks %s by PEM, by JWK and by a set of them",
    async (algorithm) => {
      for (const write of [
        (jwk: string) => jwk,
        (jwk: string) => `{"keys":[{},${jwk}]}`,
        (jwk: string) => `{"key":${jwk}}`,
      ]) {
        const { workspace } = await openSigned(algorithm, write);
        for (const key of ["key.pem", "key"])
          expect(await read(workspace, ["verify", "--key", key])).toMatchObject({
            exitCode: 0,
            output: expect.stringContaining("signatures checked"),
          });
      }
    },
  );

  test("refuses a chain that was written anew without signatures", async () => {
    const { contents } = await writeStory();
    const { publicKey } = keys.ES256;
    const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
    const workspace = await openWorkspace({ ...contents, "key.pem": pem });

    expect(await read(workspace, ["verify"])).toMatchObject({ exitCode: 0 });
    expect(await read(workspace, ["verify", "--key", "key.pem"])).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^broken: snapshots.*-00000003.json\n {2}it is not signed/),
    });
  });

  test.each(["RS256", "ES256"] as const)(
    "finds each character of a signature that is another, %s",
    async (algorithm) => {
      const { workspace, place } = await openSigned(algorithm, () => "nothing");
      const path = join(workspace.path, "record", place);
      const text = await readFile(path, "latin1");
      // Its last bits stand for nothing, and decode to the same bytes.
      const last = text.lastIndexOf('"') - 1;
      for (const index of [last, last - 100, text.indexOf("contoso"), text.indexOf("signature")]) {
        const changed = String.fromCharCode(text.charCodeAt(index) + 1);
        await writeFile(path, text.slice(0, index) + changed + text.slice(index + 1));

        const { output } = await read(workspace, ["verify", "--key", "key.pem"]);
        expect([index, output]).toEqual([index, expect.stringContaining(`broken: ${place}`)]);
      }
    },
  );

  test("refuses what another key signed, and a file that holds no key", async () => {
    const { workspace, place } = await openSigned("ES256", () => "nothing");
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    await writeFile(join(workspace.path, "other.pem"), other.export({ format: "pem", type: "spki" }));

    expect(await read(workspace, ["verify", "--key", "other.pem"])).toEqual({
      exitCode: 1,
      output: `broken: ${place}\n  it does not sign the manifest beside it\n`,
    });
    expect(await read(workspace, ["verify", "--key", "key"])).toMatchObject({
      exitCode: 2,
      errorOutput: expect.stringContaining("holds no public key"),
    });
  });
});

describe("log", () => {
  test("tells what happened, newest first", async () => {
    const { audit } = await openStory();

    expect((await audit("log")).output.split("\n")).toEqual([
      "2026-01-05 11:00:00Z drift worker 1111111: found changed outside git: /tags",
      "2026-01-05 09:30:02Z result worker bbbbbbb bob: applied after 2 s (ARM 200, r1)",
      "2026-01-05 09:30:00Z sync session-pools bbbbbbb bob: commit wanted, 1 pool, signed: pools/worker.yaml",
      "2026-01-05 09:30:00Z intent worker bbbbbbb bob: put: scaleConfiguration.maxConcurrentSessions 10 → 20",
      "2026-01-05 08:30:02Z result worker aaaaaaa ada: applied after 2 s (ARM 200, r1)",
      "2026-01-05 08:30:00Z sync session-pools aaaaaaa ada: commit wanted, 1 pool, signed: pools/worker.yaml",
      "2026-01-05 08:30:00Z intent worker aaaaaaa ada: put: create",
      "",
    ]);
  });

  test.each([
    [["--commit", COMMIT_A.slice(0, 7)], 3],
    [["--actor", "BOB"], 3],
    [["--actor", "ada@example.com"], 2],
    [["--actor", "github"], 2],
    [["--kind", "drift", "--kind", "intent"], 3],
    [["--pool", "worker"], 7],
    [["--pool", "rg/worker", "--kind", "result"], 2],
    [["--pool", POOL.toUpperCase(), "--kind", "result"], 2],
    [["--pool", `${POOL}/`, "--kind", "result"], 2],
    [["--since", "2099-01-01"], 0],
    [["--pool", POOL.replace("worker", "other")], 0],
    [["--since", "2026-01-05T09:00:00Z"], 4],
    [["--since", "3h", "--until", "2026-01-05T10:00:00Z"], 3],
    [["--since", "2026-01-05 09:30:02Z"], 2],
    [["--until", "2026-01-05"], 7],
    [["--limit", "2"], 2],
  ])("%j tells a part of it", async (filters, events) => {
    const { audit } = await openStory();

    const lines = (await audit("log", "--format", "json", ...filters)).output.split("\n").slice(0, -1);

    expect(lines.map((line) => JSON.parse(line).format)).toEqual(Array(events).fill(1));
  });

  test("passes over what is no event, however near it comes", async () => {
    const { contents, names } = await writeStory();
    const forged = names
      .filter((one) => one.startsWith("events/"))
      .map((name) => {
        const event = JSON.parse(contents[`record/${name}`] ?? "");
        const lists = { difference: [null], specs: [{}], problems: [1], pointers: [{}], author: { name: 1 } };
        return [`record/${name}`, JSON.stringify({ ...event, ...lists })] as const;
      });
    const workspace = await openWorkspace({ ...contents, ...Object.fromEntries(forged) });

    const { exitCode, output } = await read(workspace, ["log", "--actor", "ada"]);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/^2026-01-05 08:30:02Z result .*\n$/),
    });
    expect(await read(workspace, ["verify"])).toMatchObject({ exitCode: 1 });
  });

  test("and show, blame and the names of pools bear a snapshot with odd members inside", async () => {
    const { contents, newest } = await writeStory();
    const { groups: _, ...rest } = newest.manifest;
    for (const odd of [
      rest,
      { ...rest, groups: [null] },
      { ...newest.manifest, pools: [{}] },
      { ...newest.manifest, takenAt: "soon" },
    ]) {
      const workspace = await openWorkspace({ ...contents, [`record/${newest.name}`]: JSON.stringify(odd) });

      for (const args of [
        ["show", POOL],
        ["blame", POOL],
        ["diff", POOL, "2026-01-05T09:00", "0m"],
      ])
        expect(await read(workspace, args)).toMatchObject({ exitCode: 0 });
      expect(await read(workspace, ["show", "worker"])).toMatchObject({ exitCode: 2 });
      expect(await read(workspace, ["verify"])).toMatchObject({ exitCode: 1 });
    }
  });

  test("shows nothing that could steer a terminal", async () => {
    const { contents, names } = await writeStory();
    const name = names.find((one) => one.includes("-result-")) ?? "";
    const event = { ...JSON.parse(contents[`record/${name}`] ?? ""), actor: "\u001b[31mada\n" };
    const workspace = await openWorkspace({ ...contents, [`record/${name}`]: JSON.stringify(event) });

    for (const format of ["human", "json"]) {
      const { output } = await read(workspace, ["log", "--kind", "result", "--format", format]);
      expect(output).toContain("31mada");
      expect(output).not.toContain("\u001b");
      expect(output.split("\n")).toHaveLength(3);
    }
  });
});

describe("show and diff", () => {
  const sessionsAt = async (at: string, audit: Awaited<ReturnType<typeof openStory>>["audit"]) => {
    const { output } = await audit("show", "worker", "--at", at, "--format", "json");
    return JSON.parse(output).body?.properties?.scaleConfiguration?.maxConcurrentSessions;
  };

  test("print the body as it was, by the snapshot or the change that is nearest before", async () => {
    const { audit } = await openStory();

    expect(await sessionsAt("2026-01-05T08:45:00Z", audit)).toBe(10);
    expect(await sessionsAt("2026-01-05T09:29:59Z", audit)).toBe(10);
    expect(await sessionsAt("2026-01-05T09:31:00Z", audit)).toBe(20);
    expect(await sessionsAt("2026-01-05 09:30Z", audit)).toBe(20);
    expect(await sessionsAt("2026-01-05T09:30:01.999Z", audit)).toBe(10);
    expect((await audit("show", "worker")).output).toMatch(
      /^\/subscriptions.*\nas of 2026-01-05T11:00:00.000Z, by snap/,
    );
  });

  test("print what differs between two moments", async () => {
    const { audit } = await openStory();

    const told = await audit("diff", "worker", "2026-01-05T09:00:00Z", "2026-01-05T11:30:00Z");

    expect(told.output).toContain("~ /properties/scaleConfiguration/maxConcurrentSessions: 10 → 20\n");
    expect(told.output).toContain('+ /tags: {"team":"core"}\n');
    expect((await audit("diff", "worker", "1h", "1h")).output).toBe("no difference\n");
  });
});

describe("blame", () => {
  test("names the commit and the person of each property, and what came from outside git", async () => {
    const { audit } = await openStory();

    const lines = (await audit("blame", "worker")).output.split("\n");

    const about = (pointer: string) => lines.find((line) => line.includes(`${pointer}:`));
    expect(about("/properties/scaleConfiguration/maxConcurrentSessions")).toBe(
      "bbbbbbb bob  2026-01-05 09:30Z  /properties/scaleConfiguration/maxConcurrentSessions: 20",
    );
    expect(about("/properties/containerType")).toMatch(/^aaaaaaa ada {2}2026-01-05 08:30Z/);
    expect(about("/tags/team")).toMatch(/^outside git {2}2026-01-05 11:00Z/);
    expect(about("/properties/provisioningState")).toMatch(/^azure /);
  });

  test("of one pointer is of what is below it", async () => {
    const { audit } = await openStory();

    const { properties } = JSON.parse((await audit("blame", "worker", "/tags", "--format", "json")).output);

    expect(properties).toEqual([
      {
        pointer: "/tags/team",
        value: "core",
        by: { kind: "outside", after: "2026-01-05T10:00:00.000Z", at: "2026-01-05T11:00:00.000Z" },
      },
    ]);
  });
});

describe("export", () => {
  test("writes events oldest first, one a line", async () => {
    const { audit } = await openStory();

    const lines = (await audit("export")).output.trimEnd().split("\n");

    const instants = lines.map((line) => Date.parse(JSON.parse(line).at));
    expect(instants).toHaveLength(7);
    expect(instants).toEqual(instants.toSorted((one, other) => one - other));
  });

  test("writes CSV in which nothing is taken for a formula", async () => {
    const { contents, names } = await writeStory();
    const name = names.find((one) => one.includes("-intent-")) ?? "";
    const event = { ...JSON.parse(contents[`record/${name}`] ?? ""), actor: '=1+"1"', why: "a, b" };
    const workspace = await openWorkspace({ ...contents, [`record/${name}`]: JSON.stringify(event) });

    const { output } = await read(workspace, [
      "export",
      "--format",
      "csv",
      "--kind",
      "intent",
      "--commit",
      "aaaa",
    ]);

    expect(output).toBe(
      `at,kind,source,commit,actor,pool,rollout,what\r\n2026-01-05T08:30:00.000Z,intent,session-pools,${COMMIT_A},"'=1+""1""",${POOL},7d9b1f3e-0c6e-4a57-9d0e-9a3f0f5d2b11,"put: a, b"\r\n`,
    );
  });
});
