import { expect } from "vitest";
import { Busy } from "../../../src/shared/failures.ts";
import { auditContract } from "../../contract/audit-contract.ts";
import { documentsContract } from "../../contract/documents-contract.ts";
import { type PoolsSubject, poolsContract } from "../../contract/pools-contract.ts";
import { queuesContract } from "../../contract/queues-contract.ts";
import { type Content, repositoriesContract } from "../../contract/repositories-contract.ts";
import { secretsContract, VAULT } from "../../contract/secrets-contract.ts";
import { createFixedClock } from "../../fakes/fixed-clock.ts";
import { createMemorySecrets } from "../../fakes/memory-secrets.ts";
import { createSeededChance } from "../../fakes/seeded-chance.ts";
import { type Effects, IMMEDIATE } from "../effects.ts";
import { createArm, createSimulatedPools, type Fate } from "./arm.ts";
import { createSimulatedAudit } from "./audit.ts";
import { createBlobs } from "./blobs.ts";
import { createSimulatedDocuments } from "./documents.ts";
import { createGit } from "./git.ts";
import { createGitHub, createSimulatedRepositories } from "./github.ts";
import { createMessageStore, createSimulatedQueues } from "./queues.ts";
import { createSimulatedSecrets } from "./secrets.ts";

const OPERATION_MS = 60_000;
const REPOSITORY = { owner: "contoso", name: "session-pools" };

documentsContract("of the simulation", async () => {
  const clock = createFixedClock();
  const blobs = createBlobs(clock);
  return {
    documents: createSimulatedDocuments(blobs, IMMEDIATE, clock),
    loseHold: async (name) => blobs.breakLease(name),
  };
});

auditContract("of the simulation", async () =>
  createSimulatedAudit(createBlobs(createFixedClock()), IMMEDIATE),
);

queuesContract("of the simulation", async () => {
  const clock = createFixedClock();
  const store = createMessageStore(clock);
  return {
    queues: createSimulatedQueues(store, IMMEDIATE, () => ""),
    waiting: async (queue) =>
      store.messages(queue).map(({ text, visibleAtMs }) => ({
        message: JSON.parse(text),
        hiddenForMs: visibleAtMs - clock.now(),
      })),
  };
});

repositoriesContract("of the simulation", async () => {
  const clock = createFixedClock();
  const github = createGitHub(REPOSITORY, createGit(clock), clock);
  return {
    repositories: createSimulatedRepositories(github, IMMEDIATE),
    repository: REPOSITORY,
    commit: async (changes, branch = "main") => {
      const files = Object.entries(changes).map(([path, content]) => [path, toChange(content)] as const);
      return github.git.commit(Object.fromEntries(files), branch);
    },
    reset: async (commit) => github.git.reset(commit, "main"),
    rename: (to) => {
      github.renamedTo = to;
    },
    archive: () => {
      github.archived = true;
    },
    replace: () => {
      github.id += 1;
    },
    statuses: async (commit) =>
      github.statuses
        .filter((status) => status.commit === commit)
        .map(({ state, context, description }) => ({ state, context, description })),
  };
});

poolsContract("of the simulation", async (): Promise<PoolsSubject> => {
  const clock = createFixedClock();
  let error: Fate["fails"];
  let isLost = false;
  /** Everything arrives; one answer may be lost. */
  const effects: Effects = {
    ...IMMEDIATE,
    async call(call, perform) {
      const answer = await perform();
      if (!isLost || call.what !== "PUT") return answer;
      isLost = false;
      return "drop" as typeof answer;
    },
  };
  const fate = (): Fate => ({ operationMs: OPERATION_MS, ...(error && { fails: error }) });
  const { random } = createSeededChance();
  const arm = createArm(clock);
  return {
    pools: createSimulatedPools(arm, { effects, random, fate }),
    failNextOperation: (next) => {
      error = next;
    },
    finish: () => {
      error = undefined;
      clock.advance(OPERATION_MS);
    },
    loseNextPut: () => {
      isLost = true;
    },
    putByHand: async (id, body) => {
      expect(await arm.make(id, body)).toBe(true);
    },
  };
});

secretsContract("of the simulation", () => {
  const clock = createFixedClock();
  const vaults = createMemorySecrets(clock);
  return {
    secrets: createSimulatedSecrets(vaults, IMMEDIATE),
    nowMs: clock.now(),
    set: (name, value, options) => vaults.set(VAULT, name, value, options),
    allow: (isAllowed) => vaults.allow(VAULT, isAllowed),
    throttleNext: (seconds) => {
      vaults.failNext(
        "read",
        new Busy({ code: "Throttled", message: "later", retryAfterMs: seconds * 1000 }),
      );
    },
  };
});

function toChange(content: Content) {
  if (content === null || typeof content === "string" || content instanceof Uint8Array) return content;
  return { mode: "120000", text: content.link };
}
