import { describe, expect, it } from "vitest";
import type { SourceState } from "../../src/documents/source-state.ts";
import { Busy } from "../../src/shared/failures.ts";
import { patient } from "../../src/sync/patient.ts";
import { aSha, aSource, aSourceState, at } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryRepositories } from "../fakes/memory-repositories.ts";

const { repository } = aSource();

function createPatient() {
  const clock = createFixedClock();
  const github = createMemoryRepositories({ repository });
  const commit = github.commit({ "pools/a.yaml": "a: 1" });
  const written: SourceState[] = [];
  const held = { value: undefined, write: async (state: SourceState) => void written.push(state) };
  return { github, commit, written, ...patient({ repositories: github, held }, { clock }) };
}

const later = (retryAfterMs?: number) =>
  new Busy({ code: "Http429", message: "later", status: 429, ...(retryAfterMs && { retryAfterMs }) });

describe("a sync that GitHub asked for patience", () => {
  it("asks nothing more, and fails as it was answered", async () => {
    const { github, commit, repositories } = createPatient();
    github.failNext("describe", later(90_000));
    const answers = [
      await repositories.describe(repository, commit).catch((error: unknown) => error),
      await repositories.tree(repository, commit, "pools").catch((error: unknown) => error),
      await repositories.head(repository, "main").catch((error: unknown) => error),
    ];

    expect(answers).toEqual([later(90_000), later(90_000), later(90_000)]);
    expect(github.calls).toEqual(["describe"]);
  });

  it("writes down until when, whatever else it writes", async () => {
    const { github, held, repositories, written } = createPatient();
    github.failNext("isAncestor", later(90_000));
    await repositories.isAncestor(repository, aSha("1"), aSha("2")).catch(() => undefined);

    await held.write(aSourceState());

    expect(written).toEqual([{ ...aSourceState(), quietUntil: at(90_000) }]);
  });

  it("obeys the longest wish of calls that were under way together", async () => {
    const { github, commit, held, repositories, written } = createPatient();
    for (const waitMs of [30_000, 90_000, 60_000]) github.failNext("describe", later(waitMs));
    const described = () => repositories.describe(repository, commit);
    await Promise.allSettled([described(), described(), described()]);

    await held.write(aSourceState());

    expect(written).toEqual([{ ...aSourceState(), quietUntil: at(90_000) }]);
    await expect(described()).rejects.toEqual(later(90_000));
  });

  it("is one that was asked: another failure stops nothing", async () => {
    const { github, commit, held, repositories, written } = createPatient();
    github.failNext("describe", later());
    await repositories.describe(repository, commit).catch(() => undefined);

    await held.write(aSourceState());

    expect(await repositories.head(repository, "main")).toBe(commit);
    expect(written).toEqual([aSourceState()]);
  });
});
