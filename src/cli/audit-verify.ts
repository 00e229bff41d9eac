import type { Why } from "../audit/chain.ts";
import { type Verified, type VerifyOptions, verifyAudit } from "../audit/verify.ts";
import { printDuration } from "../shared/time.ts";
import { quote, visible } from "../spec/quote.ts";
import { isJson, openAudit, PLACE_OPTIONS } from "./audit-place.ts";
import { readSpan } from "./audit-time.ts";
import { stringify } from "./json.ts";
import { readOptions, usageError } from "./options.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

const OPTIONS = {
  ...PLACE_OPTIONS,
  from: { type: "string" },
  to: { type: "string" },
  key: { type: "string" },
  head: { type: "string" },
  witness: { type: "string", multiple: true },
  interval: { type: "string" },
} as const;

/** `poolkeeper audit verify`: replays the chain, and names the first thing that is not as it was written. */
export async function verify(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("audit", args, OPTIONS);
  if (positionals[0] !== undefined) throw usageError("audit", `${quote(positionals[0])} is one too many`);
  const isJsonAsked = isJson(values);
  const options = await readVerifyOptions(values, world);
  const audit = await openAudit(values, world);
  const verified = await verifyAudit(audit, options);
  if (verified.kind === "whole" && verified.manifests === 0)
    throw new CannotRun("there is no snapshot to verify: is this the record, and its time?");
  const isFine = verified.kind === "whole" && verified.gaps.length === 0;
  const output = isJsonAsked ? `${stringify(verified)}\n` : print(verified);
  return { exitCode: isFine ? 0 : 1, output };
}

interface VerifyValues {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly key?: string | undefined;
  readonly head?: string | undefined;
  readonly witness?: readonly string[] | undefined;
  readonly interval?: string | undefined;
}

async function readVerifyOptions(
  { from, to, key, head, witness, interval }: VerifyValues,
  world: World,
): Promise<VerifyOptions> {
  for (const hash of [head, ...(witness ?? [])])
    if (hash !== undefined && !/^[0-9a-f]{7,64}$/.test(hash))
      throw usageError("audit", `${quote(hash)} is no hash, nor the beginning of one`);
  if (interval !== undefined && !/^[1-9]\d{0,4}$/.test(interval))
    throw usageError("audit", `--interval ${quote(interval)} is no number of minutes`);
  return {
    ...readSpan(["--from", from], ["--to", to], world),
    ...(head !== undefined && { head }),
    ...(witness && { witnesses: witness }),
    ...(interval !== undefined && { intervalMs: Number(interval) * 60_000 }),
    ...(key !== undefined && { checkSignature: world.keys(key, await world.files.read(key)) }),
  };
}

const WORDS: { readonly [why in Why]: string } = {
  missing: "it is gone, although the manifest behind it names it",
  altered: "its bytes are not those that were written",
  reordered: "it stands in the place of another",
  forked: "it follows a manifest that another one follows",
  gap: "manifests before it are missing",
  unknown: "the deployer writes nothing of this name",
  "not the head":
    "it is not the newest manifest that was asked for: newer ones were cut off, or it was written anew",
  "witness missing":
    "no snapshot has a hash that was asked for: newer ones were cut off, or the chain was written anew",
  "body missing": "the body is gone, although the record names it",
  "body altered": "the body's bytes are not those that its name tells",
  "event missing": "the event is gone, although a manifest has it",
  "event altered": "the event's bytes are not those that a manifest has",
  "event sealed twice": "two manifests have the event",
  "event unsealed": "no manifest has the event: it was put there later, or came very late",
  "signature missing": "the manifest says that it is signed, and this is gone",
  unsigned:
    "it is not signed, so no signature vouches for it: signing was turned off, or the chain was written anew",
  "signature wrong": "it does not sign the manifest beside it",
};

function print(verified: Verified): string {
  if (verified.kind === "broken") return `broken: ${visible(verified.at)}\n  ${WORDS[verified.why]}\n`;
  const { manifests, bodies, events, signatures, gaps, waiting, newest } = verified;
  const lines = gaps.map(
    ({ after, before, durationMs }) =>
      `gap: no snapshot for ${printDuration(durationMs)}\n  after ${visible(after)}\n  before ${visible(before)}`,
  );
  const signed = signatures === undefined ? "" : `, ${signatures} signatures checked`;
  lines.push(`whole: ${manifests} snapshots, ${bodies} bodies, ${events} events${signed}`);
  if (waiting > 0)
    lines.push(`waiting: ${waiting} events since then are in no snapshot yet, so nothing proves them`);
  if (newest) lines.push(`newest: ${visible(newest.name)}\n  ${newest.hash}`);
  return `${lines.join("\n")}\n`;
}
