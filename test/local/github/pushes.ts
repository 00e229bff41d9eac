import type { Repository } from "../../../src/documents/source.ts";
import type { Clock } from "../../../src/ports.ts";
import type { ServiceRequest, ServiceResponse } from "../http.ts";
import type { BareRepository } from "./bare-repository.ts";
import { isPush, serveGit } from "./http-backend.ts";
import { compareRefs, type Push } from "./push.ts";
import type { State } from "./state.ts";
import { createTurns } from "./turns.ts";
import type { Visibility } from "./visibility.ts";

export interface PushesOptions {
  /** Holds `{owner}/{name}.git`. */
  readonly root: string;
  readonly name: Repository;
  readonly repository: BareRepository;
  readonly visibility: Visibility;
  readonly clock: Clock;
  readonly state: State;
  /** Called once the refs have changed; the pusher doesn't wait for what it begins. */
  readonly onPush: (push: Push) => void;
}

export interface Pushes {
  /** Serves git; pushes go one at a time. `path` is the URL's after the repository. */
  serve(request: ServiceRequest, path: string): Promise<ServiceResponse>;
  /** Resolves when no push is being taken. */
  idle(): Promise<void>;
}

/** Serves git, and tells what each push changed. */
export function createPushes(options: PushesOptions): Pushes {
  const { repository, visibility, clock, state, onPush } = options;
  const inTurn = createTurns();
  const answer = (request: ServiceRequest, path: string) =>
    serveGit(request, { root: options.root, repository: options.name, path });

  async function take(request: ServiceRequest, path: string): Promise<ServiceResponse> {
    const { lagSeconds } = state.settings;
    const thaw = lagSeconds > 0 ? await visibility.freeze() : undefined;
    try {
      const refsBefore = await repository.refs();
      const response = await answer(request, path);
      const refsAfter = await repository.refs();
      const updates = compareRefs(refsBefore, refsAfter);
      if (updates.length > 0) {
        state.pushedAtMs = clock.now();
        onPush({ updates, refsBefore, refsAfter, atMs: state.pushedAtMs });
      }
      return response;
    } finally {
      thaw?.(lagSeconds);
    }
  }

  return {
    serve: (request, path) => (isPush(request) ? inTurn(() => take(request, path)) : answer(request, path)),
    idle: () => inTurn(async () => undefined),
  };
}
