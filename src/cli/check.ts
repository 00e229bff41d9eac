import type { ResourceGroup } from "../pool/id.ts";
import { type Claim, checkTogether, type Lane } from "../spec/across.ts";
import { checkEntry, type Entry } from "../spec/entries.ts";
import { type Problem, sortProblems } from "../spec/problem.ts";
import { readSpec, type Spec } from "../spec/read.ts";
import type { Candidate } from "./collect.ts";

/** What was found in all files together. */
export interface Report {
  readonly files: number;
  /** By file, then from top to bottom. */
  readonly problems: readonly Problem[];
  /** What the files with problems hold, as far as they were read. */
  readonly texts: ReadonlyMap<string, Uint8Array>;
}

export interface CheckOptions {
  readonly read: (candidate: Candidate) => Promise<Uint8Array>;
  /** The only groups that the specs may deploy to; without them, any. */
  readonly resourceGroups: readonly ResourceGroup[];
  /** Hosts of the only key vaults that secrets may come from; without them, any. */
  readonly keyVaults: readonly string[];
}

/** Checks files as the server checks a commit: each by itself, then all of them together. */
export async function check(candidates: readonly Candidate[], options: CheckOptions): Promise<Report> {
  const checked: Checked[] = [];
  for (const candidate of candidates) checked.push(await checkOne(candidate, options));
  const claims = checked.flatMap(({ spec }) => spec ?? []);
  const paths = checked.map(({ path }) => path);
  const problems = sortProblems([
    ...checked.flatMap((one) => one.problems),
    ...checkTogether(claims, laneOf(claims, options), paths),
  ]);
  const broken = new Set(problems.map(({ file }) => file));
  const texts = checked.flatMap(({ path, bytes }) =>
    bytes && broken.has(path) ? [[path, bytes] as const] : [],
  );
  return { files: candidates.length, problems, texts: new Map(texts) };
}

/** What nobody restricted may be anything that is there. */
function laneOf(claims: readonly Claim[], { resourceGroups, keyVaults }: CheckOptions): Lane {
  return {
    resourceGroups: resourceGroups.length > 0 ? resourceGroups : claims.map(({ pool }) => pool),
    keyVaults:
      keyVaults.length > 0
        ? keyVaults
        : claims.flatMap(({ vaults = [] }) => vaults.map(({ vault }) => vault)),
  };
}

interface Checked {
  readonly path: string;
  readonly bytes?: Uint8Array;
  readonly spec?: Spec;
  readonly problems: readonly Problem[];
}

async function checkOne(candidate: Candidate, { read }: CheckOptions): Promise<Checked> {
  const { path } = candidate;
  const refused = checkEntry(gitEntry(candidate));
  if (refused) return { path, problems: [{ ...refused, file: path }] };
  const bytes = await read(candidate);
  return { path, bytes, ...readSpec({ path, bytes }) };
}

/** The file as git would store it. */
function gitEntry({ entryPath, found }: Candidate): Entry {
  const mode = found?.kind === "link" ? "120000" : "100644";
  return { path: entryPath, mode, ...(found && { size: found.size }) };
}
