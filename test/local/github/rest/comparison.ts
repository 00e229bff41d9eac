import { readDifference } from "../difference.ts";
import { countApart, mergeBase, readCommit, readCommits } from "../history.ts";
import { type Answer, found, NOT_FOUND, problem } from "./answer.ts";
import type { Call, Service } from "./call.ts";
import { showCommit, showFile } from "./commits.ts";
import { findCommit } from "./names.ts";

/** GitHub's caps: commits without paging, files of the whole comparison. */
const COMMITS_MAX = 250;
const FILES_MAX = 300;

/** Always against the merge base, and the files only up to the cap: never a source of truth. */
export async function compareCommits({ parts }: Call, service: Service): Promise<Answer> {
  const { path } = service.repository;
  const { links } = service.resources;
  const [baseName = "", headName = ""] = (parts.basehead ?? "").split("...");
  const view = service.view();
  const base = await findCommit(baseName, view, service);
  const head = await findCommit(headName, view, service);
  if (!base || !head) return NOT_FOUND;
  const fork = await mergeBase(path, base, head);
  if (!fork) return problem(404, `No common ancestor between ${baseName} and ${headName}.`);

  const { ahead, behind } = await countApart(path, base, head);
  const commits = ahead === 0 ? [] : await readCommits(path, [head, `^${base}`], COMMITS_MAX);
  const files = await readDifference(path, fork, head);
  const page = `${links.html}/compare/${baseName}...${headName}`;
  return found({
    url: `${links.repository}/compare/${baseName}...${headName}`,
    html_url: page,
    permalink_url: `${links.html}/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: showCommit(await readCommit(path, base), links),
    merge_base_commit: showCommit(await readCommit(path, fork), links),
    status: relation(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((commit) => showCommit(commit, links)),
    files: files.slice(0, FILES_MAX).map((file) => showFile(file, head, links)),
  });
}

function relation(ahead: number, behind: number): "identical" | "ahead" | "behind" | "diverged" {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}
