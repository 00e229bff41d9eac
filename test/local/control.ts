import { isObject } from "../../src/shared/json.ts";
import type { ArmService } from "./arm/service.ts";
import { SettingsError } from "./arm/settings.ts";
import { BadSettings } from "./github/settings.ts";
import type { RunningGitHub } from "./github/start.ts";
import { json, type Listening, type ServiceRequest, type ServiceResponse, serve } from "./http.ts";
import type { Identity } from "./identity/endpoint.ts";
import type { KeptHost } from "./kept-host.ts";
import type { KeyVaultService } from "./keyvault/service.ts";
import { KeyVaultSettingsError } from "./keyvault/settings.ts";

export interface ControlOptions {
  readonly arm: ArmService;
  readonly keyVault: KeyVaultService;
  readonly github: RunningGitHub;
  readonly identity: Identity;
  readonly host: KeptHost;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A request that can't be met, with the reason for whoever sent it. */
class Unmet extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Does what it is asked for; what it gives back is answered as JSON. */
type Action = (request: ServiceRequest) => unknown;

type Actions = { readonly [methodAndPath: string]: Action };

/** A server by which scripts and tests steer the local cloud: see README.md for what it understands. */
export function startControl(options: ControlOptions): Promise<Listening> {
  const actions: Actions = {
    ...armActions(options),
    ...keyVaultActions(options),
    ...githubActions(options),
    ...hostActions(options),
    "GET /identity": () => ({ endpoint: options.identity.endpoint, header: options.identity.header }),
  };
  return serve((request) => answer(request, actions), { port: options.port });
}

function armActions({ arm }: ControlOptions): Actions {
  return {
    "POST /arm": (request) => {
      arm.configure(bodyOf(request));
      return {};
    },
    "GET /arm/requests": () => arm.requests(),
    "GET /arm/pools": () => arm.pools(),
  };
}

function keyVaultActions({ keyVault }: ControlOptions): Actions {
  return {
    "POST /keyvault": (request) => {
      keyVault.configure(bodyOf(request));
      return {};
    },
    "POST /keyvault/secrets": (request) => keyVault.set(bodyOf(request)),
    "GET /keyvault/requests": () => keyVault.requests(),
  };
}

function githubActions({ github }: ControlOptions): Actions {
  return {
    "POST /github": (request) => github.configure(bodyOf(request)),
    "GET /github/statuses": ({ url }) => github.statuses(url.searchParams.get("sha") ?? undefined),
    "GET /github/deliveries": () => github.deliveries(),
    "GET /github/requests": () => github.requests(),
    "POST /github/redeliver": async (request) => {
      const { guid } = bodyOf(request);
      if (typeof guid !== "string") throw new Unmet(400, 'the body is {"guid": "…"}, of a delivery');
      if (!github.deliveries().some((delivery) => delivery.guid === guid))
        throw new Unmet(404, `no delivery has the guid ${guid}`);
      return github.redeliver(guid);
    },
    "POST /github/ping": async () => {
      await github.ping();
      return {};
    },
  };
}

function hostActions({ host }: ControlOptions): Actions {
  const state = () => ({ running: host.pid !== undefined, pid: host.pid ?? null, starts: host.starts });
  return {
    "GET /host": state,
    "POST /host/kill": async () => {
      await host.kill();
      return state();
    },
    "POST /host/start": async () => {
      await host.start();
      return state();
    },
    "POST /timers/pollSources": () => runTimer(host, "pollSources"),
    "POST /timers/takeSnapshot": () => runTimer(host, "takeSnapshot"),
  };
}

/** Resolves when the host took it: what the timer does takes longer. */
async function runTimer(host: KeptHost, name: string): Promise<object> {
  if (host.pid === undefined) throw new Unmet(503, "the Functions host does not run: POST /host/start");
  const { status } = await fetch(`${host.origin}/admin/functions/${name}`, { method: "POST" });
  if (status !== 202) throw new Unmet(502, `the Functions host answered ${status}`);
  return {};
}

async function answer(request: ServiceRequest, actions: Actions): Promise<ServiceResponse> {
  try {
    const action = actions[`${request.method} ${request.url.pathname}`];
    if (action === undefined) throw notFound(request, Object.keys(actions));
    return json(200, await action(request));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return json(statusOf(error), { error: message });
  }
}

const MISTAKES = [SettingsError, BadSettings, KeyVaultSettingsError];

function statusOf(error: unknown): number {
  if (error instanceof Unmet) return error.status;
  return MISTAKES.some((mistake) => error instanceof mistake) ? 400 : 500;
}

function notFound({ method, url }: ServiceRequest, known: readonly string[]): Unmet {
  const isPath = known.some((each) => each.split(" ")[1] === url.pathname);
  return new Unmet(
    isPath ? 405 : 404,
    `there is no ${method} ${url.pathname}; there is ${known.toSorted().join(", ")}`,
  );
}

function bodyOf({ body }: ServiceRequest): { readonly [name: string]: unknown } {
  const text = body.toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new Unmet(400, `the body is no JSON: ${(error as Error).message}`);
  }
  throw new Unmet(400, "the body is no JSON object");
}
