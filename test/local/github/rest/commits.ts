import { EMPTY_TREE, type FileDifference, readDifference } from "../difference.ts";
import { type Commit, type Person, readCommit } from "../history.ts";
import { type Links, nodeId, type Resource, utc } from "../resources.ts";
import { type Answer, asksFor, EMPTY_REPOSITORY, found, noCommit } from "./answer.ts";
import type { Call, Service } from "./call.ts";
import { findCommit } from "./names.ts";

/** Files of one commit on a page. */
const FILES_MAX = 300;

export async function getCommit({ parts, accept }: Call, service: Service): Promise<Answer> {
  const { repository, resources } = service;
  const view = service.view();
  if ((await view.refs()).size === 0) return EMPTY_REPOSITORY;
  const { ref = "" } = parts;
  const sha = await findCommit(ref, view, service);
  if (!sha) return noCommit(ref);
  if (asksFor(accept, "sha")) {
    return { kind: "raw", mediaType: "application/vnd.github.sha; charset=utf-8", body: sha, etag: sha };
  }
  const commit = await readCommit(repository.path, sha);
  const files = await readDifference(repository.path, commit.parents[0] ?? EMPTY_TREE, sha);
  return found({
    ...showCommit(commit, resources.links),
    stats: countLines(files),
    files: files.slice(0, FILES_MAX).map((file) => showFile(file, sha, resources.links)),
  });
}

export function showCommit(commit: Commit, { repository, html }: Links): Resource {
  const { sha, tree, message } = commit;
  return {
    sha,
    node_id: nodeId("C", sha),
    commit: {
      author: showPerson(commit.author),
      committer: showPerson(commit.committer),
      message,
      tree: { sha: tree, url: `${repository}/git/trees/${tree}` },
      url: `${repository}/git/commits/${sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${repository}/commits/${sha}`,
    html_url: `${html}/commit/${sha}`,
    comments_url: `${repository}/commits/${sha}/comments`,
    // GitHub knows no user by these e-mail addresses.
    author: null,
    committer: null,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${repository}/commits/${parent}`,
      html_url: `${html}/commit/${parent}`,
    })),
  };
}

function showPerson({ name, email, date }: Person): Resource {
  return { name, email, date: utc(Date.parse(date)) };
}

export function showFile(file: FileDifference, sha: string, { repository, html }: Links): Resource {
  const path = file.filename.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${repository}/contents/${path}?ref=${sha}`,
    ...(file.previousFilename === undefined ? {} : { previous_filename: file.previousFilename }),
  };
}

function countLines(files: readonly FileDifference[]): Resource {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { additions, deletions, total: additions + deletions };
}
