import { expect, it } from "vitest";
import { STUCK_AFTER_MS } from "../../src/documents/stuck.ts";
import type { Documents } from "../../src/ports.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;
const METHODS = { syncs: "sync", reconciles: "reconcile", rollouts: "follow" } as const;

/** A world that notes which trigger creates, replaces or, holding it, writes which kind of document. */
function createObserved() {
  const noted = new Set<string>();
  let trigger = "nobody";
  const note = (what: string, name: string) => noted.add(`${trigger} ${what} ${name.split(/[/.]/)[0]}`);
  const observe = (documents: Documents): Documents => ({
    ...documents,
    create: async (name, ...rest) => {
      const isCreated = await documents.create(name, ...rest);
      if (isCreated) note("creates", name);
      return isCreated;
    },
    replace: async (name, ...rest) => {
      note("replaces", name);
      await documents.replace(name, ...rest);
    },
    hold: (name, work) =>
      documents.hold(name, async (held) =>
        work({
          value: held.value,
          write: async (...written) => {
            note("writes", name);
            await held.write(...written);
          },
        }),
      ),
  });
  const isDocuments = (port: object): port is Documents => "hold" in port;
  const world = createWorld({
    source: { removed: "delete", drift: "correct" },
    wrap: (port) => (isDocuments(port) ? (observe(port) as typeof port & Documents) : port),
  });

  async function by(name: string, call: () => Promise<unknown>): Promise<void> {
    trigger = name;
    await call();
    trigger = "nobody";
  }

  /** Delivers what comes due until then. */
  async function pass(ms: number): Promise<void> {
    const untilMs = world.clock.now() + ms;
    for (;;) {
      const queued = world.queues.take();
      if (queued) await by(queued.queue, () => world.app[METHODS[queued.queue]](queued.message, world.log));
      if (queued) continue;
      const nextMs = world.queues.nextDueAt() ?? untilMs;
      world.clock.set(Math.min(nextMs, untilMs));
      if (nextMs >= untilMs) return;
    }
  }
  return { ...world, noted, by, pass };
}

it("each kind of document has one writer, and a rollout begins by its sync's hand, whatever happens", async () => {
  const world = createObserved();
  const { app, by, log, pass } = world;
  const hear = (files: Parameters<typeof world.push>[0]) => by("webhook", () => world.push(files));
  const pollFor = async (ms: number) => {
    for (let left = ms; left > 0; left -= 5 * MINUTE) {
      await by("poll", world.poll);
      await pass(5 * MINUTE);
    }
  };

  await hear({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": container("slow") });
  await pollFor(STUCK_AFTER_MS + 5 * MINUTE);
  world.pools.finish(aPoolId("slow"), "Failed", { code: "SessionPoolOperationError", message: "time out" });
  await by("webhook", () =>
    app.receive({ header: () => undefined, body: async () => Buffer.from("{}") }, log),
  );
  await pollFor(70 * MINUTE);
  world.pools.drop(aPoolId("one"));
  await by("snapshot", () => app.snapshot(log));
  await pass(MINUTE);
  await hear({ "pools/a.yaml": "no spec" });
  await hear({ "pools/b.yaml": null, "pools/a.yaml": interpreter("one", 7) });
  await pass(5 * MINUTE);
  await by("abandoned", () => app.abandon("syncs", "no message", log));
  await by("person", () => app.askForSync(undefined, log));
  await by("health", () => app.health());
  await by("status", () => app.status());
  await pass(5 * MINUTE);

  expect([...world.noted].sort()).toEqual([
    "poll creates attention",
    "poll creates configuration",
    "poll replaces attention",
    "poll replaces configuration",
    "reconciles writes pools",
    "rollouts replaces rollouts",
    "snapshot writes snapshot",
    "syncs creates rollouts",
    "syncs creates wanted",
    "syncs replaces rollouts",
    "syncs replaces wanted",
    "syncs writes sources",
    "webhook creates refusals",
  ]);
});
