/** One place of the program as it would be with the bug. */
export interface Edit {
  readonly file: string;
  /** Stands there exactly once. */
  readonly right: string;
  readonly wrong: string;
}

export interface Bug {
  readonly name: string;
  /** The number of the promise that it breaks. */
  readonly breaks: number;
  /** More than one where the design holds a net under the place: the net is taken away as well. */
  readonly edits: readonly Edit[];
}

const one = (file: string, right: string, wrong: string): readonly Edit[] => [{ file, right, wrong }];

export const BUGS: readonly Bug[] = [
  {
    name: "drop the generation check",
    breaks: 10,
    edits: [
      {
        file: "src/reconcile/decide.ts",
        right: "if (change?.kind !== kind || change.generation !== wanted.generation) return undefined;",
        wrong: "if (change?.kind !== kind) return undefined;",
      },
      // The mark of the wish stands for it where a lost state began its generations anew.
      {
        file: "src/reconcile/decide.ts",
        right:
          "return change.wish === undefined || change.wish === wishMark(wanted.wish) ? change : undefined;",
        wrong: "return change;",
      },
    ],
  },
  {
    name: "acknowledge before storing",
    breaks: 5,
    edits: one(
      "src/webhook/receive.ts",
      'return { ...accepted("accepted"), syncs: syncsOf(read, envelope, routed.sources, deps) };',
      `const { queues } = deps as any;
  for (const sync of syncsOf(read, envelope, routed.sources, deps))
    void queues.send("syncs", sync).catch(() => undefined);
  return accepted("accepted");`,
    ),
  },
  {
    name: "acknowledge and store nothing",
    breaks: 5,
    edits: one(
      "src/webhook/receive.ts",
      'return { ...accepted("accepted"), syncs: syncsOf(read, envelope, routed.sources, deps) };',
      'void syncsOf; return accepted("accepted");',
    ),
  },
  {
    name: "apply the payload's commit instead of the head",
    breaks: 2,
    edits: one(
      "src/sync/sync.ts",
      "const head = await deps.repositories.head(source.repository, source.branch);",
      "const head = syncing.message.push?.after ?? (await deps.repositories.head(source.repository, source.branch));",
    ),
  },
  {
    name: "settle before the operation ends",
    breaks: 10,
    edits: one(
      "src/reconcile/take.ts",
      'if (accepted.kind === "started") return await accept(accepted.operationUrl?.reveal(), pen);',
      'if (accepted.kind === "started") return await settle({ kind: "applied" }, pen, { done: begun });',
    ),
  },
  {
    name: "delete on a truncated tree",
    breaks: 7,
    edits: one("src/github/tree.ts", "isTruncated: truncated !== false", "isTruncated: false"),
  },
  {
    name: "retry a refusal at once",
    breaks: 9,
    edits: one(
      "src/reconcile/trouble.ts",
      'if (failure.class === "refused") return { kind: "giveUp", outcome: rejected(failure, "") };',
      "",
    ),
  },
  {
    name: "forget the lease",
    breaks: 3,
    edits: one(
      "src/reconcile/reconcile.ts",
      "const outcome = await deps.documents.hold(poolDocument(message.pool), (held) =>",
      `const documents: any = deps.documents;
  const unheld = async (name: any, work: any) => {
    const read = async () => await documents.read(name);
    const write = async (value: any, labels: any) => {
      const stored = await read();
      if (stored) await documents.replace(name, value, stored.etag, labels);
      else await documents.create(name, value, labels);
    };
    return await work({ value: (await read())?.value, write });
  };
  const outcome: any = await unheld(poolDocument(message.pool), (held: any) =>`,
    ),
  },
  {
    name: "ignore Retry-After",
    breaks: 9,
    edits: one(
      "src/reconcile/trouble.ts",
      "return retryAfterMs === undefined ? ownMs : retryAfterMs + Math.min(ownMs, SPREAD_MAX_MS);",
      "return ownMs;",
    ),
  },
  {
    name: "lose the kick while busy",
    breaks: 1,
    edits: [
      {
        file: "src/reconcile/reconcile.ts",
        right:
          'return await again({ message, why: "another step is under way", delayMs: HELD_RETRY_MS }, deps);',
        wrong: 'return { kind: "early" };',
      },
      // The rollout and the poll send again what was lost.
      {
        file: "src/rollout/wake.ts",
        right: 'standing.kind === "pending" && nowMs - standing.dueMs > lateMs',
        wrong: "false",
      },
      {
        file: "src/poll/overdue.ts",
        right: 'return nowMs - Number(state.at) > LOST_AFTER_MS + queueingMs(queued) ? "woken" : undefined;',
        wrong: "return undefined;",
      },
      {
        file: "src/poll/overdue.ts",
        right: 'return isForgotten(wanted, nowMs) ? "woken" : undefined;',
        wrong: "return undefined;",
      },
    ],
  },
  {
    name: "report success early",
    breaks: 10,
    edits: [
      {
        file: "src/rollout/summary.ts",
        right: "if (standings.some((standing) => !isSettled(standing) && !isStuck(standing, nowMs)))",
        wrong: "if (false)",
      },
      { file: "src/rollout/summary.ts", right: "if (settled < standings.length)\n", wrong: "if (false)\n" },
    ],
  },
  {
    name: "put a secret in an event",
    breaks: 11,
    edits: one(
      "src/reconcile/ledger.ts",
      "const operation = url === undefined ? undefined : operationIdOf(url);",
      "const operation = url; void operationIdOf;",
    ),
  },
  {
    name: "put a secret in the log",
    breaks: 11,
    edits: one(
      "src/reconcile/change.ts",
      'await pen.write({ ...rest, change: accepted, atWorkSince: toIso(pen.nowMs()) }, "waiting");',
      'await pen.write({ ...rest, change: accepted, atWorkSince: toIso(pen.nowMs()) }, "waiting"); pen.log("change accepted", { operationUrl });',
    ),
  },
  {
    name: "reuse a stale LIST",
    breaks: 4,
    edits: [
      {
        file: "src/arm/pools.ts",
        right: "    async get(id, call) {",
        wrong: `    async get(id, call) {
      const lists = (stale.get(settings.clock) ?? stale.set(settings.clock, new Map()).get(settings.clock)) as Map<string, any>;
      const listed = lists.get(id.resourceGroup) ?? [];
      if (listed.length === 0) for await (const pool of this.list(id, call)) listed.push(pool);
      lists.set(id.resourceGroup, listed);
      return listed.find((pool: any) => pool.id.name === id.name);`,
      },
      {
        file: "src/arm/pools.ts",
        right: "const API_VERSION",
        wrong: "const stale = new WeakMap<object, Map<string, any>>();\nconst API_VERSION",
      },
    ],
  },
  {
    name: "deploy what is right of a commit with mistakes",
    breaks: 6,
    edits: one(
      "src/sync/read-head.ts",
      "if (mistakes > 0) return await reject",
      "if (mistakes > 99) return await reject",
    ),
  },
  {
    name: "take no notice of the lane",
    breaks: 8,
    edits: [
      {
        file: "src/spec/across.ts",
        right: "...claims.flatMap((claim) => checkLane(claim, lane) ?? []),",
        wrong: "",
      },
      {
        file: "src/reconcile/reconcile.ts",
        right: "const source = laneOf(wanted, sources);",
        wrong: "const source: any = sources[0];",
      },
    ],
  },
  {
    name: "put first and write it down later",
    breaks: 12,
    edits: one(
      "src/reconcile/take.ts",
      `  const begun = await begin("put", { ...purpose, secrets: read.value }, pen);
  const sent = withValues(body, read.value);
  return await send(() => pools.put(pen.wanted.pool, sent, pen.call), { begun, sent: read.value }, pen);`,
      `  const sent = withValues(body, read.value);
  const early: any = await attempt(() => pools.put(pen.wanted.pool, sent, pen.call));
  const begun = await begin("put", { ...purpose, secrets: read.value }, pen);
  return await send(async () => { if (early.ok) return early.value; throw early.failure; }, { begun, sent: read.value }, pen);`,
    ),
  },
  {
    name: "settle without a result on record",
    breaks: 12,
    edits: one("src/reconcile/settle.ts", "await closeIntent(outcome, pen, end);", ""),
  },
  {
    name: "poll no source",
    breaks: 1,
    edits: one(
      "src/poll/poll.ts",
      'await deps.queues.send("syncs", { source: source.name, reason: "poll", attempt: 0, firstAt });',
      "",
    ),
  },
  {
    name: "abandon without a record",
    breaks: 5,
    edits: one(
      "src/abandoned/abandon.ts",
      "const at = await noteOnce(note, { queue, message: body }, deps);",
      "const at = toIso(deps.clock.now()); if (at) return;",
    ),
  },
  {
    name: "put without the secrets",
    breaks: 7,
    edits: one(
      "src/reconcile/take.ts",
      "const sent = withValues(body, read.value);",
      "const sent: any = withValues(body, []);",
    ),
  },
  {
    name: "repeat what ARM says of a failure, secrets and all",
    breaks: 11,
    edits: one(
      "src/reconcile/secrets.ts",
      'if (operation?.kind !== "failed" || wish.kind',
      'if (operation?.kind !== "never" as any || wish.kind',
    ),
  },
  {
    name: "leave alone what was changed by hand",
    breaks: 1,
    edits: one(
      "src/reconcile/decide-recheck.ts",
      'return drift === "correct" ? correct(step, situation)',
      'return drift === "correct" ? leave("")',
    ),
  },
  {
    name: "never ask for a new version of a secret",
    breaks: 1,
    edits: one(
      "src/recheck/recheck.ts",
      "const toAsk = inLane(rotating, sources);",
      "const toAsk = inLane([], sources); void rotating;",
    ),
  },
  {
    name: "wait without a word for what is stuck",
    breaks: 10,
    edits: one(
      "src/rollout/standing.ts",
      "return standing.sinceMs !== undefined && nowMs - standing.sinceMs >= STUCK_AFTER_MS;",
      "return false;",
    ),
  },
];
