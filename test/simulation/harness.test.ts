import { describe, expect, it } from "vitest";
import { createHarness } from "./harness.ts";
import { poolIdOf } from "./specs.ts";

const MINUTE = 60_000;

describe("a world of one's own", () => {
  it("deploys what is pushed, and keeps every promise", async () => {
    const sim = createHarness();

    const commit = sim.push([
      { kind: "set", pool: "quick-1", rev: 1 },
      { kind: "set", pool: "slow-1", rev: 2 },
    ]);
    await sim.pass(5 * MINUTE);

    expect(sim.found("slow-1")?.provisioningState).toBe("Succeeded");
    expect(sim.told(commit).at(-1)).toMatch(/^success: 2 applied in 1 min/);
    expect(await sim.settle()).toBeUndefined();
  });

  it("has the faults that are ordered, and no others", async () => {
    const sim = createHarness();
    sim.faults.order({ service: "arm", what: "PUT", about: /quick-1/ }, { kind: "lose answer", how: "504" });

    const commit = sim.push([{ kind: "set", pool: "quick-1", rev: 1 }]);
    await sim.pass(5 * MINUTE);

    expect(sim.writesOf("quick-1")).toHaveLength(1);
    expect(sim.told(commit).at(-1)).toMatch(/^success: 1 applied/);
    expect(sim.lines.join("\n")).toContain("arm PUT rg-one/quick-1 is done, but its answer is lost (504)");
  });

  it("lets a service say what the test wants it to", async () => {
    const sim = createHarness();
    const answer = { status: 429, headers: { "retry-after": "600" }, body: "" };
    sim.faults.order({ service: "arm", what: "GET" }, { kind: "fail", how: "an answer", answer });

    sim.push([{ kind: "set", pool: "quick-1", rev: 1 }]);
    await sim.pass(9 * MINUTE);
    expect(sim.writesOf("quick-1")).toHaveLength(0);
    await sim.pass(2 * MINUTE);

    expect(sim.writesOf("quick-1")).toHaveLength(1);
    expect(await sim.settle()).toBeUndefined();
  });

  it("never lets an invocation that crashed take another step", async () => {
    const sim = createHarness();
    sim.faults.order({ service: "arm", what: "PUT" }, { kind: "crash after" });

    sim.push([{ kind: "set", pool: "quick-1", rev: 1 }]);
    await sim.pass(MINUTE);
    const crashed = sim.lines.findIndex((line) => line.endsWith("reconcile quick-1 #1 crashes"));

    expect(crashed).toBeGreaterThan(0);
    expect(sim.lines.slice(crashed + 1).join("\n")).not.toContain("reconcile quick-1 #1");
    expect(await sim.settle()).toBeUndefined();
    expect(sim.writesOf("quick-1")).toHaveLength(1);
  });

  it("gives a message that always crashes to the abandoned", async () => {
    const sim = createHarness();
    sim.faults.order({ service: "storage", what: "acquire", about: /^pools/ }, { kind: "crash before" }, 60);

    sim.push([{ kind: "set", pool: "quick-1", rev: 1 }]);
    await sim.pass(120 * MINUTE);

    expect(sim.lines.join("\n")).toContain("says: message abandoned");
    expect(await sim.settle()).toBeUndefined();
  });

  it("notices a pool that is not as the head says", async () => {
    const sim = createHarness();
    sim.push([{ kind: "set", pool: "quick-1", rev: 1 }]);
    await sim.pass(5 * MINUTE);

    // Past every stand-in, so that nobody is told.
    sim.world.arm.service.edit(poolIdOf("quick-1"), { tags: { rev: "0" } });

    expect(await sim.settle()).toMatchObject({
      promise: 1,
      why: expect.stringContaining("quick-1 has rev 0"),
    });
  });
});
