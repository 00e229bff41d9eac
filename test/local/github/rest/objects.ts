import type { TreeRow } from "../bare-repository.ts";
import { type Links, nodeId, type Resource } from "../resources.ts";
import { type Answer, asksFor, EMPTY_REPOSITORY, found, NOT_FOUND, problem } from "./answer.ts";
import type { Call, Service } from "./call.ts";
import { findTree, SHA } from "./names.ts";

/** GitHub breaks base64 after so many characters, and after the last one. */
const BASE64_LINE = /.{1,60}/g;

export async function getRef({ parts }: Call, service: Service): Promise<Answer> {
  const refs = await service.view().refs();
  if (refs.size === 0) return EMPTY_REPOSITORY;
  const name = `refs/${parts.ref}`;
  const ref = refs.get(name);
  if (!ref) return NOT_FOUND;
  const { repository } = service.resources.links;
  return found({
    ref: name,
    node_id: nodeId("REF", name),
    url: `${repository}/git/${name}`,
    object: { type: ref.type, sha: ref.sha, url: `${repository}/git/${ref.type}s/${ref.sha}` },
  });
}

export async function getTree({ parts, query }: Call, service: Service): Promise<Answer> {
  const view = service.view();
  if ((await view.refs()).size === 0) return EMPTY_REPOSITORY;
  const tree = await findTree(parts.treeish ?? "", view, service);
  if (!tree) return NOT_FOUND;
  const { links } = service.resources;
  // Any value of `recursive` means yes, `0` and `false` too.
  const rows = await service.repository.tree(tree.sha, query.has("recursive"));
  const max = service.state.settings.truncateTreesAt;
  return found({
    sha: tree.sha,
    url: `${links.repository}/git/trees/${tree.sha}`,
    tree: rows.slice(0, max).map((row) => showRow(row, links)),
    truncated: rows.length > max,
  });
}

/** Only blobs have a size, and a submodule has no URL. */
function showRow({ path, mode, type, sha, size }: TreeRow, { repository }: Links): Resource {
  const row = { path, mode, type, sha };
  if (type === "commit") return row;
  if (type === "tree") return { ...row, url: `${repository}/git/trees/${sha}` };
  return { ...row, size, url: `${repository}/git/blobs/${sha}` };
}

export async function getBlob({ parts, accept }: Call, service: Service): Promise<Answer> {
  const { sha = "" } = parts;
  if (!SHA.test(sha))
    return problem(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
  const view = service.view();
  const bytes = view.sees(sha) ? await service.repository.blob(sha) : undefined;
  if (!bytes) return (await view.refs()).size === 0 ? EMPTY_REPOSITORY : NOT_FOUND;
  // GitHub says utf-8 of every blob's bytes, whatever they are.
  if (asksFor(accept, "raw"))
    return { kind: "raw", mediaType: "application/vnd.github.raw+json; charset=utf-8", body: bytes };
  const lines = bytes.toString("base64").match(BASE64_LINE) ?? [];
  return found({
    sha,
    node_id: nodeId("B", sha),
    size: bytes.length,
    url: `${service.resources.links.repository}/git/blobs/${sha}`,
    content: lines.map((line) => `${line}\n`).join(""),
    encoding: "base64",
  });
}
