import type { Level } from "./actor.ts";
import { type Answer, found } from "./answer.ts";
import type { Answering, Call, Service } from "./call.ts";
import { getCommit } from "./commits.ts";
import { compareCommits } from "./comparison.ts";
import { createInstallationToken, getInstallation } from "./installations.ts";
import { getBlob, getRef, getTree } from "./objects.ts";
import { createStatus, getCombinedStatus, listStatuses } from "./statuses.ts";

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** GitHub's page about it. */
  readonly docs: string;
  /** `app`: with the App's JWT only · `free`: for everybody, and not counted. */
  readonly needs: "app" | "free" | { readonly permission: string; readonly level: Level };
  readonly answer: Answering;
}

const CONTENTS = { permission: "contents", level: "read" } as const;
const STATUSES = { permission: "statuses", level: "read" } as const;
const REPO = "/repos/{owner}/{repo}";

/** The first that fits serves. `{name}` stands for one part of a path, `{name+}` for one or more. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: REPO,
    docs: "repos/repos#get-a-repository",
    needs: { permission: "metadata", level: "read" },
    answer: getRepository,
  },
  {
    method: "GET",
    path: `${REPO}/commits/{ref+}/status`,
    docs: "commits/statuses#get-the-combined-status-for-a-specific-reference",
    needs: STATUSES,
    answer: getCombinedStatus,
  },
  {
    method: "GET",
    path: `${REPO}/commits/{ref+}/statuses`,
    docs: "commits/statuses#list-commit-statuses-for-a-reference",
    needs: STATUSES,
    answer: listStatuses,
  },
  {
    method: "GET",
    path: `${REPO}/commits/{ref+}`,
    docs: "commits/commits#get-a-commit",
    needs: CONTENTS,
    answer: getCommit,
  },
  {
    method: "GET",
    path: `${REPO}/git/ref/{ref+}`,
    docs: "git/refs#get-a-reference",
    needs: CONTENTS,
    answer: getRef,
  },
  {
    method: "GET",
    path: `${REPO}/git/trees/{treeish+}`,
    docs: "git/trees#get-a-tree",
    needs: CONTENTS,
    answer: getTree,
  },
  {
    method: "GET",
    path: `${REPO}/git/blobs/{sha}`,
    docs: "git/blobs#get-a-blob",
    needs: CONTENTS,
    answer: getBlob,
  },
  {
    method: "GET",
    path: `${REPO}/compare/{basehead+}`,
    docs: "commits/commits#compare-two-commits",
    needs: CONTENTS,
    answer: compareCommits,
  },
  {
    method: "POST",
    path: `${REPO}/statuses/{sha}`,
    docs: "commits/statuses#create-a-commit-status",
    needs: { permission: "statuses", level: "write" },
    answer: createStatus,
  },
  {
    method: "GET",
    path: `${REPO}/installation`,
    docs: "apps/apps#get-a-repository-installation-for-the-authenticated-app",
    needs: "app",
    answer: getInstallation,
  },
  {
    method: "POST",
    path: "/app/installations/{id}/access_tokens",
    docs: "apps/apps#create-an-installation-access-token-for-an-app",
    needs: "app",
    answer: createInstallationToken,
  },
  {
    method: "GET",
    path: "/rate_limit",
    docs: "rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user",
    needs: "free",
    answer: getRateLimit,
  },
];

function getRepository(_: Call, { resources, state }: Service): Answer {
  return found(resources.repository(state.pushedAtMs));
}

function getRateLimit({ actor }: Call, { rateLimits }: Service): Answer {
  const core = rateLimits.quota(actor.kind);
  return found({ resources: { core, search: { ...core, limit: 30, used: 0, remaining: 30 } }, rate: core });
}

const PATTERNS = ENDPOINTS.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));

function patternOf(path: string): RegExp {
  const pattern = path.replace(/\{(\w+)(\+?)\}/g, (_, name, many) => `(?<${name}>${many ? ".+" : "[^/]+"})`);
  return new RegExp(`^${pattern}$`);
}

export interface Matched {
  readonly endpoint: Endpoint;
  readonly parts: { readonly [name: string]: string };
}

/** `path` as it was sent: what is percent-encoded in a part belongs to the part. */
export function matchEndpoint(method: string, path: string): Matched | undefined {
  for (const { endpoint, pattern } of PATTERNS) {
    const matched = endpoint.method === method ? pattern.exec(path) : undefined;
    if (matched) return { endpoint, parts: decode(matched.groups ?? {}) };
  }
  return undefined;
}

function decode(groups: { readonly [name: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(groups).map(([name, part]) => {
      try {
        return [name, decodeURIComponent(part)];
      } catch {
        return [name, part]; // badly encoded: the name of nothing
      }
    }),
  );
}
