import { isObject } from "../../../../src/shared/json.ts";
import { nodeId, type Resource, utc } from "../resources.ts";
import { loginOf, showActor } from "./actor.ts";
import { type Answer, created, found, invalid, noCommit, problem, type ValidationError } from "./answer.ts";
import type { Call, Service } from "./call.ts";
import { findCommit, SHA } from "./names.ts";
import { paginate } from "./page.ts";
import { combinedState, newestOfEach, type Status, type StatusState } from "./status-list.ts";

const DESCRIPTION_CHARACTERS_MAX = 140;
/** For one commit and context; no newer status gets in after that. */
const STATUSES_MAX = 1000;
const STATES: readonly unknown[] = ["error", "failure", "pending", "success"];

export async function createStatus({ parts, body, actor }: Call, service: Service): Promise<Answer> {
  const { sha = "" } = parts;
  if (!isObject(body)) return problem(400, "Problems parsing JSON");
  const isSeen = SHA.test(sha) && service.view().sees(sha);
  if (!isSeen || (await service.repository.find(sha))?.type !== "commit") return noCommit(sha);

  const context = textOf(body.context) ?? "default";
  const errors = mistakes(body, service.statuses.count(sha, context));
  if (errors.length > 0) return invalid(errors);
  const status = service.statuses.add({
    sha,
    state: body.state as StatusState,
    description: textOf(body.description),
    target_url: textOf(body.target_url),
    context,
    created_at: utc(service.clock.now()),
    creator: loginOf(actor),
  });
  return created(showWithCreator(status, service));
}

export async function getCombinedStatus({ parts, query }: Call, service: Service): Promise<Answer> {
  const { ref = "" } = parts;
  const sha = await findCommit(ref, service.view(), service);
  if (!sha) return problem(404, "Ref not found");
  const { resources } = service;
  const newest = newestOfEach(service.statuses.list(sha));
  const url = `${resources.links.repository}/commits/${sha}`;
  const page = paginate(newest, query, `${url}/status`);
  const combined = {
    state: combinedState(newest),
    statuses: page.items.map((status) => show(status, service)),
    sha,
    total_count: newest.length,
    repository: resources.repository(service.state.pushedAtMs),
    commit_url: url,
    url: `${url}/status`,
  };
  return found(combined, page.link);
}

/** Newest first. */
export async function listStatuses({ parts, query }: Call, service: Service): Promise<Answer> {
  const { ref = "" } = parts;
  const sha = await findCommit(ref, service.view(), service);
  if (!sha) return problem(404, "Ref not found");
  const url = `${service.resources.links.repository}/commits/${sha}/statuses`;
  const page = paginate(service.statuses.list(sha).toReversed(), query, url);
  const shown = page.items.map((status) => showWithCreator(status, service));
  return found(shown, page.link);
}

function mistakes(body: { readonly [name: string]: unknown }, posted: number): readonly ValidationError[] {
  const errors: ValidationError[] = [];
  const wrong = (field: string, message: string) =>
    errors.push({ resource: "Status", code: "custom", field, message });
  if (!STATES.includes(body.state)) wrong("state", "state is not included in the list");
  if ([...(textOf(body.description) ?? "")].length > DESCRIPTION_CHARACTERS_MAX)
    wrong("description", `description is too long (maximum is ${DESCRIPTION_CHARACTERS_MAX} characters)`);
  if (posted >= STATUSES_MAX) {
    const message = "This SHA and context has reached the maximum number of statuses.";
    errors.push({ resource: "Status", code: "custom", message });
  }
  return errors;
}

function show(status: Status, { resources }: Service): Resource {
  return {
    url: `${resources.links.repository}/statuses/${status.sha}`,
    avatar_url: String(resources.pusher.avatar_url),
    id: status.id,
    node_id: nodeId("SC", status.id),
    state: status.state,
    description: status.description,
    target_url: status.target_url,
    context: status.context,
    created_at: status.created_at,
    updated_at: status.created_at,
  };
}

function showWithCreator(status: Status, service: Service): Resource {
  return { ...show(status, service), creator: showActor(status.creator, service.resources) };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
