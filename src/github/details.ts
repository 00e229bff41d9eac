import type { Person } from "../audit/event.ts";
import type { Repository } from "../documents/source.ts";
import type { CommitDetails } from "../ports.ts";
import { isObject } from "../shared/json.ts";
import type { GitHubClient } from "./client.ts";

/** Longer ones would only fill the record. */
const TEXT_CHARACTERS_MAX = 256;

/** What GitHub tells of a commit; whatever it does not tell, or not as it promises, is left out. */
export async function readDetails(
  client: GitHubClient,
  repository: Repository,
  ref: string,
): Promise<CommitDetails> {
  const { data } = await client.send(repository, "GET /repos/{owner}/{repo}/commits/{ref}", {
    ref,
    // Only the first page lists files, and none of them matters here.
    page: 2,
    per_page: 1,
  });
  const answer = isObject(data) ? data : {};
  const commit = isObject(answer.commit) ? answer.commit : {};
  const author = personOf(commit.author, answer.author);
  const committer = personOf(commit.committer, answer.committer);
  const verification = isObject(commit.verification) ? commit.verification : {};
  const { verified, reason } = verification;
  return {
    ...(author && { author }),
    ...(committer && { committer }),
    ...(typeof verified === "boolean" && { signature: { verified, reason: textOf(reason) ?? "unknown" } }),
  };
}

/** What git says of a person, and the account that GitHub knows by it. */
function personOf(inCommit: unknown, account: unknown): Person | undefined {
  const { name, email } = isObject(inCommit) ? inCommit : {};
  const { login } = isObject(account) ? account : {};
  const known = { name: textOf(name), email: textOf(email), login: textOf(login) };
  if (known.name === undefined && known.login === undefined) return undefined;
  return {
    name: known.name ?? known.login ?? "",
    ...(known.email !== undefined && { email: known.email }),
    ...(known.login !== undefined && { login: known.login }),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value.slice(0, TEXT_CHARACTERS_MAX).toWellFormed() : undefined;
