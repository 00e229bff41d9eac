import { createHash, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Repository } from "../../../../src/documents/source.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../../http.ts";
import type { Fault, Faults } from "../faults.ts";
import type { Identity } from "../resources.ts";
import { type Actor, allows } from "./actor.ts";
import { type Answer, NOT_FOUND, type Problem, problem } from "./answer.ts";
import type { Service } from "./call.ts";
import { type Matched, matchEndpoint } from "./endpoints.ts";
import type { Quota } from "./rate-limit.ts";
import { limitedFor, struckBy } from "./refusals.ts";

const DOCS = "https://docs.github.com/rest";
const ABOUT_REDIRECTS = `${DOCS}/guides/best-practices-for-using-the-rest-api#follow-redirects`;

export interface Api {
  /** `path` is the URL's without the API's root. */
  handle(request: ServiceRequest, path: string): Promise<ServiceResponse | "drop">;
}

/** `firstName` is what the repository is called until it is renamed. */
export function createApi(service: Service, firstName: Repository, faults: Faults): Api {
  return {
    async handle(request, path) {
      const fault = faults.take(request.method, path);
      if (fault?.delayMs) await delay(fault.delayMs, undefined, { ref: false });
      const response = await respond(request, path, fault);
      return fault?.dropAnswer ? "drop" : response;
    },
  };

  async function respond(request: ServiceRequest, path: string, fault: Fault | undefined) {
    const identified = service.access.identify(request.headers.authorization);
    const holder = identified.kind === "problem" ? "anonymous" : identified.kind;
    const matched = matchEndpoint(request.method, byName(path, service.identity()));
    const answer =
      (fault && struckBy(fault, service.clock.now())) ??
      (identified.kind === "problem" ? identified : await serve(request, matched, identified));
    const written = write(answer, matched?.endpoint.docs, request.headers.authorization);
    const isUnchanged = request.method === "GET" && isKnown(written, request.headers["if-none-match"]);
    if (isUnchanged && matched?.endpoint.needs !== "free") service.rateLimits.giveBack(holder);
    const response = isUnchanged ? { status: 304, headers: { etag: written.headers?.etag ?? "" } } : written;
    return dress(response, service.rateLimits.quota(holder), service.clock.now());
  }

  async function serve(request: ServiceRequest, matched: Matched | undefined, actor: Actor): Promise<Answer> {
    if (matched?.endpoint.needs !== "free" && !service.rateLimits.spend(actor.kind))
      return limitedFor(service.rateLimits.quota(actor.kind));
    if (!matched) return NOT_FOUND;
    const { id, name, archived } = service.identity();
    const isMoved = !isRepository(matched.parts, name) && isRepository(matched.parts, firstName);
    if (!isMoved && !isRepository(matched.parts, name)) return NOT_FOUND;
    const refusal = refuse(matched, actor, service.access.isOpen);
    if (refusal) return refusal;
    if (isMoved) return redirect(request, `${service.resources.links.api}/repositories/${id}`);
    if (archived && changesRepository(matched)) return ARCHIVED;
    return await matched.endpoint.answer(
      {
        parts: matched.parts,
        query: request.url.searchParams,
        accept: request.headers.accept,
        body: parseJson(request.body),
        actor,
      },
      service,
    );
  }
}

/** `/repositories/{id}/…` is the same as `/repos/{owner}/{name}/…`. */
function byName(path: string, { id, name }: Identity): string {
  const numbered = `/repositories/${id}`;
  const isNumbered = path === numbered || path.startsWith(`${numbered}/`);
  return isNumbered ? `/repos/${name.owner}/${name.name}${path.slice(numbered.length)}` : path;
}

const ARCHIVED = problem(403, "Repository was archived so is read-only.");

const changesRepository = ({ endpoint: { method, path } }: Matched): boolean =>
  method !== "GET" && path.startsWith("/repos/");

/** By its number, which it keeps. Only a GET may be asked for again in another way. */
function redirect({ method, url }: ServiceRequest, repository: string): Answer {
  const rest = url.pathname.split("/repos/")[1]?.split("/").slice(2) ?? [];
  const status = method === "GET" ? 301 : 307;
  return { kind: "redirect", status, location: [repository, ...rest].join("/") + url.search };
}

function isRepository(parts: Matched["parts"], { owner, name }: Repository): boolean {
  const path = `${parts.owner ?? owner}/${parts.repo ?? name}`;
  return path.toLowerCase() === `${owner}/${name}`.toLowerCase();
}

function refuse({ endpoint: { needs } }: Matched, actor: Actor, isOpen: boolean): Problem | undefined {
  if (needs === "free") return undefined;
  if (needs === "app")
    return actor.kind === "app" ? undefined : problem(401, "A JSON web token could not be decoded");
  if (actor.kind === "app") return problem(403, "Resource not accessible by integration");
  // Who may not see a private repository is not told that there is one.
  if (actor.kind === "anonymous" && !isOpen) return NOT_FOUND;
  if (actor.kind !== "installation" || allows(actor.permissions, needs.permission, needs.level))
    return undefined;
  const needed = { "x-accepted-github-permissions": `${needs.permission}=${needs.level}` };
  return problem(403, "Resource not accessible by integration", needed);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** `salt` makes the ETags of JSON good for one token only, as GitHub's are. */
function write(answer: Answer, docs: string | undefined, salt = ""): ServiceResponse {
  switch (answer.kind) {
    case "value": {
      const tag = createHash("sha256")
        .update(`${salt}\n${JSON.stringify(answer.value)}`)
        .digest("hex");
      const link = answer.link === undefined ? {} : { link: answer.link };
      return json(answer.status, answer.value, { etag: `W/"${tag}"`, ...link });
    }
    case "raw": {
      const tag = answer.etag ?? createHash("sha256").update(answer.body).digest("hex");
      const headers = { "content-type": answer.mediaType, etag: `"${tag}"` };
      return { status: 200, headers, body: answer.body };
    }
    case "redirect": {
      const { status, location } = answer;
      const body = { message: "Moved Permanently", url: location, documentation_url: ABOUT_REDIRECTS };
      return json(status, body, { location });
    }
    case "problem": {
      const { status, message, errors, documentation = docs ? `${DOCS}/${docs}` : DOCS } = answer;
      const about = { documentation_url: documentation, status: String(status) };
      return json(status, { message, ...(errors ? { errors } : {}), ...about }, answer.headers);
    }
  }
}

function isKnown({ status, headers }: ServiceResponse, ifNoneMatch: string | undefined): boolean {
  const etag = headers?.etag?.replace(/^W\//, "");
  if (status !== 200 || etag === undefined || ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/** What GitHub sends with every answer; what the answer says itself goes before. */
function dress(response: ServiceResponse, quota: Quota, nowMs: number): ServiceResponse {
  return {
    ...response,
    headers: {
      date: new Date(nowMs).toUTCString(),
      "cache-control": "private, max-age=60, s-maxage=60",
      "x-github-media-type": "github.v3; format=json",
      "x-github-api-version-selected": "2022-11-28",
      "x-github-request-id": randomBytes(10).toString("hex").toUpperCase().match(/.{4}/g)?.join(":") ?? "",
      "x-ratelimit-limit": String(quota.limit),
      "x-ratelimit-remaining": String(quota.remaining),
      "x-ratelimit-used": String(quota.used),
      "x-ratelimit-reset": String(quota.reset),
      "x-ratelimit-resource": "core",
      ...response.headers,
    },
  };
}
