import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import type { Standing } from "../../src/rollout/standing.ts";
import { survey } from "../../src/rollout/survey.ts";
import { aPoolId, aPoolState, aRollout, aSha, at, aWanted, NOW_MS } from "../builders.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";

const GOOD = { phase: "settled", generation: "1", outcome: "applied", at: String(NOW_MS) };
const pending: Standing = { kind: "pending", dueMs: NOW_MS };

/** The rollout's only pool, whose documents have these labels. */
async function surveyed(labels: object, wanted: object = { generation: "1", commit: aSha("c") }) {
  const documents = createMemoryDocuments();
  documents.put(poolDocument(aPoolId()), aPoolState(), labels);
  documents.put(wantedDocument(aPoolId()), aWanted(), wanted);
  const [first] = await survey(aRollout(), documents);
  return first;
}

describe("a survey", () => {
  it("reads how a pool stands from its labels", async () => {
    expect(await surveyed(GOOD)).toMatchObject({
      standing: { kind: "settled", outcome: "applied" },
      labelledMs: NOW_MS,
    });
    expect(await surveyed(GOOD, { generation: "2", commit: aSha("d") })).toMatchObject({
      standing: { kind: "superseded", by: aSha("d") },
    });
  });

  it.each<[string, object]>([
    ["that are gone", {}],
    ["of another phase", { ...GOOD, phase: "done" }],
    ["without a generation", { ...GOOD, generation: undefined }],
    ["of half a generation", { ...GOOD, generation: "1.5" }],
    ["with an instant in words", { ...GOOD, phase: "pending", at: at(0) }],
  ])("takes labels %s for no labels", async (_, labels) => {
    const found = await surveyed(labels);

    expect(found?.standing).toEqual(pending);
    expect(found).not.toHaveProperty("labelledMs");
  });

  it.each<[string, object]>([
    ["are gone", {}],
    ["name no commit", { generation: "2" }],
    ["name no generation", { generation: "two", commit: aSha("d") }],
  ])("believes in no newer commit where a wish's labels %s", async (_, wanted) => {
    expect((await surveyed(GOOD, wanted))?.standing).toEqual({ kind: "settled", outcome: "applied" });
  });

  it("takes an outcome that it does not know for none", async () => {
    expect((await surveyed({ ...GOOD, outcome: "melted" }))?.standing).toEqual({
      kind: "settled",
      outcome: "unchanged",
    });
  });
});
