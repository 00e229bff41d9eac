import { describe, expect, it } from "vitest";
import type { Audit } from "../../src/ports.ts";
import { collect } from "./collect.ts";

/** What any `Audit` does. `makeSubject` gives an empty one. */
export function auditContract(name: string, makeSubject: () => Promise<Audit>): void {
  describe(`audit: ${name}`, () => {
    it("gives back what was written, to the byte", async () => {
      const audit = await makeSubject();

      expect(await audit.create("events/2026/01/05/a.json", '{"ü":"☃"}\n')).toBe(true);

      expect(await audit.read("events/2026/01/05/a.json")).toBe('{"ü":"☃"}\n');
    });

    it("writes a name once", async () => {
      const audit = await makeSubject();
      await audit.create("a.json", "first");

      expect(await audit.create("a.json", "second")).toBe(false);

      expect(await audit.read("a.json")).toBe("first");
    });

    it("knows nothing of a name that was never written", async () => {
      const audit = await makeSubject();

      expect(await audit.read("a.json")).toBeUndefined();
    });

    it("lists the names of a prefix, in order", async () => {
      const audit = await makeSubject();
      for (const name of ["snapshots/2026-2", "events/1", "snapshots/2026-10", "snapshots/2026-1"]) {
        await audit.create(name, "{}");
      }

      expect(await collect(audit.list("snapshots/"))).toEqual([
        "snapshots/2026-1",
        "snapshots/2026-10",
        "snapshots/2026-2",
      ]);
      expect(await collect(audit.list("other/"))).toEqual([]);
    });
  });
}
