import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceDocument } from "../../src/documents/names.ts";
import { Busy } from "../../src/shared/failures.ts";
import { aSha, aSource, aSourceState, at } from "../builders.ts";
import { aDelivery, aPush, createReceiver, DELIVERY, SECRET, sign } from "./receiver.ts";

const ZEROS = aSha("0");

describe("a push to a followed branch", () => {
  it("is stored as a hint, with nothing in it that could be applied or called", async () => {
    const { push, queues } = createReceiver();

    expect(await push(aPush())).toEqual({ status: 202, body: { message: "accepted" } });

    expect(queues.messages("syncs")).toEqual([
      {
        source: "session-pools",
        reason: "push",
        push: {
          before: aSha("b"),
          after: aSha("c"),
          forced: false,
          pusher: "ada",
          delivery: DELIVERY,
        },
        attempt: 0,
        firstAt: at(0),
      },
    ]);
  });

  it.each([
    ["that is new", { before: ZEROS, created: true, commits: [] }],
    ["by force", { forced: true }],
    ["back to an ancestor", { forced: true, commits: [] }],
    ["of many commits", { commits: Array.from({ length: 2048 }, () => ({})) }],
    ["from nobody that GitHub names", { sender: undefined, installation: undefined, pusher: undefined }],
    ["of a repository whose names are SHA-256", { before: "b".repeat(64), after: "c".repeat(64) }],
  ])("%s is stored", async (_, changes) => {
    const { push, queues } = createReceiver();

    expect((await push(aPush(changes))).body.message).toBe("accepted");
    expect(queues.messages("syncs")).toHaveLength(1);
  });

  it("is found by the repository's name in any case, as GitHub compares names", async () => {
    const { push } = createReceiver();

    const answer = await push(aPush({ repository: { full_name: "Contoso/Session-Pools" } }));

    expect(answer.body.message).toBe("accepted");
  });

  it("is stored for each source of its repository and branch", async () => {
    const { push, queues } = createReceiver([
      aSource({ name: "one", directory: "one" }),
      aSource({ name: "two", directory: "two" }),
      aSource({ name: "test", branch: "test" }),
    ]);

    await push(aPush());

    expect(queues.messages("syncs").map(({ source }) => source)).toEqual(["one", "two"]);
  });

  it("that is delivered twice is stored twice: a redelivery may repair what was lost", async () => {
    const { push, queues } = createReceiver();

    await push(aPush());
    await push(aPush());

    expect(queues.messages("syncs")).toHaveLength(2);
  });

  it.each([1, 2])(
    "is not acknowledged unless the host stored it for every source: not for the %i.",
    async (nth) => {
      const { push, queues } = createReceiver([aSource({ name: "one" }), aSource({ name: "two" })]);
      const send = queues.send;
      let sends = 0;
      queues.send = async (...message) => {
        sends += 1;
        if (sends === nth) throw new Busy({ code: "ServerBusy", message: "storage: later", status: 503 });
        await send(...message);
      };

      expect((await push(aPush())).status).toBe(500);
    },
  );

  it("fits in a queue whatever GitHub calls it, as the host writes it", async () => {
    const [sources, long] = [[aSource({ name: "s".repeat(63) })], { name: "\u0001".repeat(1000) }];
    const { push, queues } = createReceiver(sources);

    await push(aPush({ before: "b".repeat(64), after: "c".repeat(64), pusher: long }));

    const [message] = queues.messages("syncs");
    expect(Buffer.byteLength(JSON.stringify(message, null, 2))).toBeLessThan(2 * 1024);
  });
});

describe("a push that is not followed", () => {
  it.each([
    ["another repository", { repository: { full_name: "contoso/other" } }, "this repository is not followed"],
    [
      "another owner",
      { repository: { full_name: "fabrikam/session-pools" } },
      "this repository is not followed",
    ],
    ["another branch", { ref: "refs/heads/test" }, "this branch is not followed"],
    ["a branch below", { ref: "refs/heads/main/x" }, "this branch is not followed"],
    ["a branch in another case", { ref: "refs/heads/Main" }, "this branch is not followed"],
    ["a branch that looks alike", { ref: "refs/heads/ｍain" }, "this branch is not followed"],
    ["a bare name", { ref: "main" }, "this branch is not followed"],
    ["a tag of the branch's name", { ref: "refs/tags/main" }, "a tag, not a branch"],
    ["the end of the branch", { deleted: true, after: ZEROS }, "the branch was deleted; its pools are kept"],
    ["the end of a tag", { ref: "refs/tags/v1", deleted: true, after: ZEROS }, "a tag, not a branch"],
  ])("is ignored, and says why: %s", async (_, changes, why) => {
    const { push, queues } = createReceiver();

    expect(await push(aPush(changes))).toEqual({ status: 202, body: { message: `ignored: ${why}` } });
    expect(queues.waiting).toEqual([]);
  });
});

describe("a payload that GitHub would never send", () => {
  it.each([
    ["ref", [undefined, null, 1, {}, [], "x".repeat(2000)]],
    ["before", [undefined, null, "", "main", aSha("g"), aSha("C"), `${aSha("c")}\n`]],
    ["after", [undefined, null, "", "HEAD", "../../etc", aSha("c").slice(1)]],
    ["deleted", [undefined, null, "false", 0]],
    ["forced", [undefined, null, "true", 1]],
    ["repository", [undefined, null, "contoso/session-pools", {}, { full_name: 1 }, [aPush().repository]]],
    ["repository", [{ full_name: `contoso/${"x".repeat(1000)}` }]],
  ])("is refused: %s", async (property, values) => {
    for (const value of values) {
      const { push, queues } = createReceiver();

      expect((await push(aPush({ [property]: value }))).status, JSON.stringify(value)).toBe(400);
      expect(queues.waiting).toEqual([]);
    }
  });

  it.each([[null], [7], [[]], [{}], [{ name: null }], [{ name: ["ada"] }]])(
    "but only of who pushed is taken: %j",
    async (pusher) => {
      const { push, queues } = createReceiver();

      await push(aPush({ pusher }));

      expect(queues.messages("syncs")[0]?.push?.pusher).toBe("unknown");
    },
  );

  it("of a pusher with a name without end keeps a part of it", async () => {
    const { push, queues } = createReceiver();

    await push(aPush({ pusher: { name: "a".repeat(1_000_000) } }));

    expect(queues.messages("syncs")[0]?.push?.pusher).toHaveLength(100);
  });

  it("is answered well whatever is wrong with it, and stored only if it is a push all the same", async () => {
    const paths = pathsOf(aPush());
    const change = fc.tuple(fc.constantFrom(...paths), fc.option(fc.jsonValue(), { nil: undefined }));
    const ok = ["accepted", /^ignored: /, "the payload is not that of a push"];

    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const { push, queues } = createReceiver();
        const payload = changes.reduce(withChange, aPush());

        const { status, body } = await push(payload);

        expect([202, 400]).toContain(status);
        expect(
          ok.some((text) => (text instanceof RegExp ? text.test(body.message) : text === body.message)),
        ).toBe(true);
        expect(queues.waiting).toHaveLength(body.message === "accepted" ? 1 : 0);
        if (queues.waiting.length > 0) expect(isOurs(payload)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("in any bytes at all is answered with an error and stored nowhere", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const { post, queues } = createReceiver();

        expect((await post(aDelivery(bytes))).status).toBe(400);
        expect(queues.waiting).toEqual([]);
      }),
    );
  });
});

describe("answers and log lines", () => {
  const MARK = "mark-of-the-sender";
  const marked = (value: unknown): unknown => {
    if (typeof value === "string") return `${MARK} ${value}`;
    if (Array.isArray(value)) return value.map(marked);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, marked(member)]));
  };

  it("say nothing that the sender said", async () => {
    const payload = marked({ ...aPush(), hook: { events: ["x"] } }) as { readonly [name: string]: unknown };
    const bodies = [payload, { ...payload, ref: "refs/heads/main" }, aPush({ ref: `refs/tags/${MARK}` })];
    for (const body of bodies) {
      for (const event of ["push", "ping", "issues"]) {
        const delivery = aDelivery(JSON.stringify(body), { "x-github-event": event });

        expect(JSON.stringify(await createReceiver().post(delivery))).not.toContain(MARK);
      }
    }
  });

  it("hold no payload, signature or secret", async () => {
    const { post, log } = createReceiver();
    const body = JSON.stringify(aPush());

    await post(aDelivery(body));
    await post(aDelivery(body));
    await post(aDelivery(body, { "x-hub-signature-256": sign(body, "wrong") }));
    await post(aDelivery(body.replace("heads", "tags")));

    const logged = JSON.stringify(log.lines);
    expect(log.lines.length).toBeGreaterThanOrEqual(3);
    for (const secret of [SECRET, sign(body), "sha256", "Twice the sessions", "ada@contoso.example"]) {
      expect(logged).not.toContain(secret);
    }
    expect(
      log.lines.every(({ fields }) =>
        Object.values(fields).every((field) => typeof field !== "object" || Array.isArray(field)),
      ),
    ).toBe(true);
  });
});

type Path = readonly string[];

function pathsOf(value: unknown): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [name],
    ...pathsOf(member).map((path) => [name, ...path]),
  ]);
}

/** `undefined` takes the place away. */
function withChange(payload: object, [[name = "", ...rest], value]: readonly [Path, unknown]): object {
  const member: unknown = (payload as { readonly [name: string]: unknown })[name];
  const changed =
    rest.length > 0 && typeof member === "object" && member !== null
      ? withChange(member, [rest, value])
      : value;
  return Array.isArray(payload)
    ? Object.assign([...payload], { [name]: changed })
    : { ...payload, [name]: changed };
}

/** Said once more, apart from the code under test. */
function isOurs(payload: object): boolean {
  const { ref, before, after, deleted, repository } = payload as ReturnType<typeof aPush>;
  const name = (repository as { full_name?: unknown }).full_name;
  const shas = [before, after].every((sha) => /^[0-9a-f]+$/.test(String(sha)));
  return ref === "refs/heads/main" && shas && deleted === false && name === "contoso/session-pools";
}

describe("a push of a repository that is followed by another name", () => {
  const ELSEWHERE = { repository: { id: 42, full_name: "fabrikam/pools" } };
  const HINT = "ignored: the repository has another name in POOLKEEPER_SOURCES: change it there";

  it("is ignored, and says what to change: its number is that of a source's repository", async () => {
    const { push, queues, documents, log } = createReceiver([aSource({ name: "one" }), aSource()]);
    documents.put(sourceDocument("session-pools"), aSourceState(), { repository: "42" });

    expect(await push(aPush(ELSEWHERE))).toEqual({ status: 202, body: { message: HINT } });

    expect(queues.waiting).toEqual([]);
    expect(log.lines).toMatchObject([
      {
        level: "warn",
        message: "push of a renamed repository",
        fields: { repository: "fabrikam/pools", sources: ["session-pools"], delivery: DELIVERY },
      },
    ]);
  });

  it("is known by the number in the settings too, before anything was read", async () => {
    const { push } = createReceiver([aSource({ repositoryId: 42 })]);

    expect((await push(aPush(ELSEWHERE))).body.message).toBe(HINT);
  });

  it.each([
    ["no number", { full_name: "fabrikam/pools" }],
    ["a number that is a text", { full_name: "fabrikam/pools", id: "42" }],
    ["a number of nobody", { full_name: "fabrikam/pools", id: 7 }],
  ])("is a stranger's with %s", async (_, repository) => {
    const { push, documents } = createReceiver();
    documents.put(sourceDocument("session-pools"), aSourceState(), { repository: "42" });

    expect((await push(aPush({ repository }))).body.message).toBe("ignored: this repository is not followed");
  });

  it("is a stranger's where the source is followed no longer, or storage can't answer", async () => {
    const { push, documents } = createReceiver();
    documents.put(sourceDocument("another"), aSourceState(), { repository: "42" });

    const gone = await push(aPush(ELSEWHERE));
    documents.put(sourceDocument("session-pools"), aSourceState(), { repository: "42" });
    documents.failNext("list", new Busy({ code: "ServerBusy", message: "later" }));
    const unknown = await push(aPush(ELSEWHERE));

    for (const { status, body } of [gone, unknown]) {
      expect([status, body.message]).toEqual([202, "ignored: this repository is not followed"]);
    }
  });

  it("costs the storage nothing where the name is followed", async () => {
    const { push, documents } = createReceiver();
    documents.failNext("list", new Error("nobody may ask"));

    expect((await push(aPush())).body.message).toBe("accepted");
  });
});
