import type { Clock } from "../../../../src/ports.ts";
import type { BareRepository } from "../bare-repository.ts";
import type { Identity, Resources } from "../resources.ts";
import type { State } from "../state.ts";
import type { View } from "../visibility.ts";
import type { Access } from "./access.ts";
import type { Actor } from "./actor.ts";
import type { Answer } from "./answer.ts";
import type { RateLimits } from "./rate-limit.ts";
import type { StatusList } from "./status-list.ts";

/** One request, as an endpoint sees it. */
export interface Call {
  /** Parts of the path, decoded. */
  readonly parts: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  readonly accept: string | undefined;
  /** Parsed JSON; `undefined` if it is none. */
  readonly body: unknown;
  readonly actor: Actor;
}

/** What endpoints work with. */
export interface Service {
  readonly repository: BareRepository;
  readonly branch: string;
  readonly resources: Resources;
  readonly identity: () => Identity;
  readonly access: Access;
  readonly clock: Clock;
  readonly createdAtMs: number;
  readonly statuses: StatusList;
  readonly rateLimits: RateLimits;
  readonly state: Readonly<State>;
  readonly view: () => View;
}

export type Answering = (call: Call, service: Service) => Promise<Answer> | Answer;
