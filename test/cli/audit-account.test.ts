import { expect, test } from "vitest";
import { connectToAudit } from "../../src/cli/azure.ts";
import { CannotRun } from "../../src/cli/world.ts";
import { createAudit } from "../../src/storage/audit.ts";
import { startTestStorage } from "../contract/azurite.ts";
import { collect } from "../contract/collect.ts";

test("the record is read from the storage account that the environment names", async () => {
  const storage = await startTestStorage();
  try {
    const container = await storage.container();
    await createAudit(container).create("events/a.json", "{}");
    const place = { kind: "environment", container: container.containerName } as const;

    const audit = connectToAudit(place, { PoolkeeperStorage: storage.connectionString });

    expect(await collect(audit.list("events/"))).toEqual(["events/a.json"]);
    expect(await audit.read("events/a.json")).toBe("{}");
  } finally {
    await storage.close();
  }
});

test("without a place, nothing is guessed", () => {
  expect(() => connectToAudit({ kind: "environment", container: "audit" }, {})).toThrow(CannotRun);
});
