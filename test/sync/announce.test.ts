import { describe, expect, it } from "vitest";
import type { SourceState } from "../../src/documents/source-state.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { tellOvertaken } from "../../src/sync/announce.ts";
import { aSha, aSource, aSourceState, aSyncMessage } from "../builders.ts";
import { createSync } from "./create-sync.ts";

const busy = new Busy({ code: "Http502", message: "unicorn", status: 502 });
const refused = new Refused({ code: "Forbidden", message: "no", status: 403 });
const [HEAD, LEFT] = [aSha("a"), aSha("b")];
const commit = (number: number): string => String(number).padStart(40, "0");

function createTelling() {
  const { repositories, ...deps } = createSync();
  const held = { value: undefined, write: async () => {} };
  const about = { message: aSyncMessage(), source: aSource(), held };
  return {
    repositories,
    tell: (state: SourceState) => tellOvertaken(HEAD, { ...about, state }, { ...deps, repositories }),
  };
}

describe("commits that were left by the branch, and that GitHub does not take the word for", () => {
  it("are remembered up to a number, and who waits longest is forgotten first", async () => {
    const { repositories, tell } = createTelling();
    const waiting = Array.from({ length: 20 }, (_, index) => ({ commit: commit(index + 1), by: LEFT }));
    repositories.failNext("report", busy, 100);

    const { overtaken } = await tell(aSourceState({ overtaken: waiting, announced: commit(21) }));

    expect(overtaken?.map((one) => one.commit)).toEqual(
      Array.from({ length: 20 }, (_, index) => commit(index + 2)),
    );
  });

  it("were refused as often as they were, though GitHub is busy in between: that is no end to ask for for ever", async () => {
    const { repositories, tell } = createTelling();
    let state: SourceState = aSourceState({ announced: LEFT });
    const refusals: (number | undefined)[] = [];
    for (const failure of [refused, busy, refused, busy, refused]) {
      repositories.failNext("report", failure);
      state = await tell(state);
      refusals.push(state.overtaken?.[0]?.refusals);
    }

    expect(refusals).toEqual([1, 1, 2, 2, undefined]);
    expect(state.overtaken).toBeUndefined();
  });
});
