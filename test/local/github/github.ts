import { join } from "node:path";
import type { Repository } from "../../../src/documents/source.ts";
import type { Clock } from "../../../src/ports.ts";
import type { ServiceRequest, ServiceResponse } from "../http.ts";
import { openRepository } from "./bare-repository.ts";
import type { Delivery, Hook } from "./delivery.ts";
import { createEvents } from "./events.ts";
import { createFaults } from "./faults.ts";
import { isForPush, pathInRepository } from "./http-backend.ts";
import { createPushes } from "./pushes.ts";
import { createRequestLog, type RequestRecord } from "./request-log.ts";
import { API_ROOT, createResources, type Identity } from "./resources.ts";
import { createAccess } from "./rest/access.ts";
import { createApi } from "./rest/api.ts";
import type { App } from "./rest/app-jwt.ts";
import { createRateLimits } from "./rest/rate-limit.ts";
import { createStatusList, type Status } from "./rest/status-list.ts";
import { DEFAULT_SETTINGS, parseSettings, type Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { createVisibility } from "./visibility.ts";
import { createWebhook } from "./webhook.ts";

export interface GitHubOptions {
  /** What URLs in answers and events begin with, such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** Holds the bare repository; made if it isn't there. */
  readonly directory: string;
  readonly repository: Repository;
  /** The default branch. */
  readonly branch: string;
  readonly clock: Clock;
  /** `limitMs`: how long the receiver may take, GitHub's ten seconds if not said. */
  readonly webhook: Hook & { readonly limitMs?: number };
  /** A user's token. With neither a token nor an App, the API asks nobody who they are. */
  readonly token?: string;
  readonly app?: App;
}

export interface GitHubControl {
  /** Changes some settings and leaves the others; throws `BadSettings` for what it doesn't know. */
  configure(change: unknown): Settings;
  /** Statuses in the order of posting; of one commit, or of all. */
  statuses(sha?: string): readonly Status[];
  /** Every attempt to deliver that has ended, oldest first. */
  deliveries(): readonly Delivery[];
  /** Sends a delivery once more: the same bytes under the same GUID. */
  redeliver(guid: string): Promise<Delivery>;
  /** Sends a `ping`, as GitHub does when a webhook is made. */
  ping(): Promise<void>;
  /** Requests to the API, oldest first. */
  requests(): readonly RequestRecord[];
  /** Resolves when no event is being written or delivered; what `reverse` holds doesn't count. */
  idle(): Promise<void>;
}

export interface GitHub extends GitHubControl {
  handle(request: ServiceRequest): Promise<ServiceResponse | "drop">;
  /** Gives up on the deliveries that are under way; what git is doing is done first. */
  close(): Promise<void>;
}

const NOWHERE: ServiceResponse = {
  status: 404,
  headers: { "content-type": "text/plain" },
  body: "Not Found",
};

const READ_ONLY: ServiceResponse = {
  status: 403,
  headers: { "content-type": "text/plain" },
  body: "This repository was archived so it is read-only.",
};

function identityOf({ repository, repositoryId, archived }: Settings, firstName: Repository): Identity {
  const [owner, name] = repository.split("/");
  return { id: repositoryId, name: owner && name ? { owner, name } : firstName, archived };
}

/** One repository on GitHub: git over HTTP, the REST API, and a webhook. */
export async function createGitHub(options: GitHubOptions): Promise<GitHub> {
  const { directory: root, repository: name, branch, clock } = options;
  const state: State = { settings: DEFAULT_SETTINGS, pushedAtMs: clock.now() };
  const access = createAccess(options);
  const repository = await openRepository(join(root, name.owner, `${name.name}.git`), branch);
  const base = { repository, clock, state, createdAtMs: clock.now() };
  const identity = () => identityOf(state.settings, name);
  const about = { ...options, ...base, repository: name, isPrivate: !access.isOpen };
  const resources = createResources(about, identity);
  const visibility = createVisibility(repository, clock);
  const statuses = createStatusList();
  const rateLimits = createRateLimits(clock, () => state.settings.rateLimit);
  const faults = createFaults();
  const service = {
    ...base,
    resources,
    identity,
    access,
    branch,
    statuses,
    rateLimits,
    view: visibility.view,
  };
  const api = createApi(service, name, faults);
  const webhook = createWebhook({ ...options.webhook, hook: options.webhook, clock });
  const events = createEvents({ ...base, resources, webhook, hookUrl: options.webhook.url });
  const pushes = createPushes({ ...base, root, name, visibility, onPush: events.push });
  const log = createRequestLog(clock);

  async function serveGit(request: ServiceRequest): Promise<ServiceResponse> {
    const { name: nameNow, archived } = identity();
    const { pathname, search } = request.url;
    const path = pathInRepository(pathname, nameNow);
    if (path !== undefined)
      return archived && isForPush(request) ? READ_ONLY : await pushes.serve(request, path);
    const moved = pathInRepository(pathname, name);
    if (moved === undefined) return NOWHERE;
    return { status: 301, headers: { location: resources.links.clone + moved + search } };
  }

  return {
    async handle(request) {
      const { pathname } = request.url;
      if (!pathname.startsWith(`${API_ROOT}/`)) {
        return await serveGit(request);
      }
      const path = pathname.slice(API_ROOT.length);
      const response = await api.handle(request, path);
      log.add(request, path, response);
      return response;
    },
    configure(change) {
      const changed = parseSettings(change);
      state.settings = { ...state.settings, ...changed };
      if (changed.faults) faults.set(changed.faults);
      if (changed.webhooks && changed.webhooks !== "reverse") events.release();
      return state.settings;
    },
    statuses: statuses.list,
    deliveries: webhook.deliveries,
    redeliver: webhook.redeliver,
    ping: events.ping,
    requests: log.list,
    idle: events.idle,
    async close() {
      webhook.close();
      await pushes.idle();
      await events.idle();
    },
  };
}
