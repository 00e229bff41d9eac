import { describe, expect, test } from "vitest";
import { snapshotDocument } from "../../src/documents/names.ts";
import type { Signer } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { takeCrashing } from "./crash.ts";
import { createWorld } from "./world.ts";

const KEY = "https://contoso.vault.azure.net/keys/audit";

function createSigner() {
  const failures: Error[] = [];
  const signer: Signer = {
    key: KEY,
    async sign(hash) {
      const failure = failures.pop();
      if (failure) throw failure;
      return { algorithm: "ES256", key: `${KEY}/1`, signature: `signed ${hash}` };
    },
  };
  return { signer, failNext: () => void failures.push(new Busy({ code: "Throttled", message: "too many" })) };
}

describe("with a key, every manifest's signature is beside it", () => {
  test("over its hash, with the version of the key", async () => {
    const world = createWorld(createSigner());

    const { name, hash, manifest } = await world.taken();

    expect(manifest.signer).toBe(KEY);
    expect(JSON.parse(world.audit.text(name.replace(".json", ".sig.json")) ?? "")).toEqual({
      format: 1,
      manifest: name,
      hash,
      algorithm: "ES256",
      key: `${KEY}/1`,
      signature: `signed ${hash}`,
    });
    expect(await world.verify()).toMatchObject({ kind: "whole" });
  });

  test("later, if the key could not be reached", async () => {
    const { signer, failNext } = createSigner();
    const world = createWorld({ signer });
    failNext();

    const { name } = await world.taken();

    expect(await world.verify()).toMatchObject({ kind: "broken", why: "signature missing" });
    expect(world.log.lines).toContainEqual({
      level: "error",
      message: "manifest not signed",
      fields: { name, code: "Throttled", reason: "too many" },
    });
    await world.taken();
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 2 });
    expect(world.documents.value(snapshotDocument)?.unsigned).toBeUndefined();
  });

  test.each(["before", "after"] as const)("whatever effect a run crashed %s", async (when) => {
    let crashes = 0;
    for (let step = 1; ; step++) {
      const world = createWorld(createSigner());
      const crashed = await takeCrashing(world, step, when);
      if (!crashed) break;
      crashes += 1;
      await world.taken();

      expect(await world.verify(), `step ${step}`).toMatchObject({ kind: "whole" });
    }
    expect(crashes).toBeGreaterThan(8);
  });
});

test("without a key nothing is signed, and nothing says that it is", async () => {
  const world = createWorld();

  const { manifest } = await world.taken();

  expect(manifest).not.toHaveProperty("signer");
  expect(world.audit.names("snapshots/")).toHaveLength(1);
});
