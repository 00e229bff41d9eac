import type { Repository } from "../../../src/documents/source.ts";
import type { ServiceRequest, ServiceResponse } from "../http.ts";
import { runGit } from "./git.ts";

/** Settings of a server: pushes are taken, and no object is ever thrown away behind a push event's back. */
const SERVER = [
  "http.receivepack=true",
  "uploadpack.allowAnySHA1InWant=true",
  "uploadpack.allowFilter=true",
  "gc.auto=0",
  "receive.autogc=false",
].flatMap((setting) => ["-c", setting]);

const REPOSITORY_PATH = /^\/([^/]+\/[^/]+?)(?:\.git)?(\/.*)$/i;

/** The part of `pathname` after the repository, such as `/info/refs`; with or without `.git`, in any case. */
export function pathInRepository(pathname: string, { owner, name }: Repository): string | undefined {
  const [, asked = "", rest] = REPOSITORY_PATH.exec(pathname) ?? [];
  return asked.toLowerCase() === `${owner}/${name}`.toLowerCase() ? rest : undefined;
}

export function isPush(request: ServiceRequest): boolean {
  return request.method === "POST" && request.url.pathname.endsWith("/git-receive-pack");
}

/** Also the question for the refs that comes before a push. */
export function isForPush(request: ServiceRequest): boolean {
  return isPush(request) || request.url.searchParams.get("service") === "git-receive-pack";
}

export interface Place {
  /** Holds `{owner}/{name}.git`. */
  readonly root: string;
  readonly repository: Repository;
  /** In the repository. */
  readonly path: string;
}

/** Git's smart protocol: the request goes to `git http-backend` by CGI. */
export async function serveGit(request: ServiceRequest, place: Place): Promise<ServiceResponse> {
  const { root, repository, path } = place;
  const finished = await runGit([...SERVER, "http-backend"], {
    stdin: request.body,
    env: {
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: request.headers["git-protocol"] ?? "",
      PATH_INFO: `/${repository.owner}/${repository.name}.git${path}`,
      QUERY_STRING: request.url.search.slice(1),
      REQUEST_METHOD: request.method,
      REMOTE_ADDR: "127.0.0.1",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      CONTENT_LENGTH: String(request.body.length),
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
    },
  });
  if (finished.stdout.length === 0) throw new Error(`git http-backend: ${finished.stderr.trim()}`);
  return parseCgi(finished.stdout);
}

const HEAD_END = Buffer.from("\r\n\r\n");

function parseCgi(output: Buffer): ServiceResponse {
  const end = output.indexOf(HEAD_END);
  const headers: Record<string, string> = {};
  for (const line of output.subarray(0, end).toString().split("\r\n")) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status = "200", ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + HEAD_END.length) };
}
