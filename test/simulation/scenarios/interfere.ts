import type { Failure } from "../../../src/shared/failures.ts";
import type { ServiceResponse } from "../../local/http.ts";
import { poolIdOf } from "../specs.ts";
import type { World } from "../world.ts";

/** So often that a scenario has to end it. */
export const ALWAYS = Number.POSITIVE_INFINITY;

/** Ways to let go wrong exactly what a scenario is about. */
export function interfereWith(world: World) {
  const armSays = answersOf(world);
  return {
    armSays,
    /** Whoever asks for the pool is told what it is like now, and its group has no other, until that is ended. */
    armKeepsShowing(pool: string): () => void {
      const resource = world.arm.found(poolIdOf(pool))?.resource;
      const ends = [
        armSays("GET", pool, { status: 200, body: JSON.stringify(resource) }, ALWAYS),
        armSays("GET", "", { status: 200, body: JSON.stringify({ value: [resource] }) }, ALWAYS),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
    ...fatesIn(world),
    /** GitHub shows nothing, for this reason, until it is opened again. */
    closeGitHub: (why: Failure | undefined) => {
      world.github.closed = why;
    },
  };
}

/**
 * How ARM comes to answer the next requests for a pool, or for a list with `""`, with this, and does nothing. The
 * function that it returns ends it before.
 */
function answersOf({ arm: { service } }: World) {
  const answers: { method: string; pathEnd: string; answer: ServiceResponse; left: number }[] = [];
  const handle = service.handle.bind(service);
  service.handle = async (request) => {
    const path = decodeURIComponent(request.url.pathname);
    const scripted = answers.find(
      ({ method, pathEnd, left }) => left > 0 && method === request.method && path.endsWith(pathEnd),
    );
    if (!scripted) return await handle(request);
    scripted.left -= 1;
    return scripted.answer;
  };
  return (method: string, pool: string, answer: ServiceResponse, times = 1) => {
    const pathEnd = pool === "" ? "/sessionPools" : `/sessionPools/${pool}`;
    const scripted = { method, pathEnd, answer, left: times };
    answers.push(scripted);
    return () => {
      scripted.left = 0;
    };
  };
}

function fatesIn({ faults }: World) {
  const fates = new Map<string, unknown>();
  let behindMs: number | undefined;
  const { roll } = faults;
  faults.roll = <T>(key: string, ...rest: [number, never]) => {
    if (behindMs !== undefined && /^head \d+ is stale$/.test(key)) return behindMs as T;
    return fates.has(key) ? (fates.get(key) as T) : roll<T>(key, ...rest);
  };
  return {
    /** The nth change that we make of the pool, from 1, is taken and then fails. */
    operationFails: (nth: number, pool: string, error: { readonly code: string; readonly message: string }) =>
      void fates.set(`operation ${nth} on ${pool} fails`, error),
    operationTakes: (nth: number, pool: string, ms: number) =>
      void fates.set(`operation ${nth} on ${pool} hangs`, ms),
    /** Whoever asks for a branch is told where it was so long ago, until that is ended. */
    gitHubIsBehind(ms: number): () => void {
      behindMs = ms;
      return () => {
        behindMs = undefined;
      };
    },
  };
}

/** An error as ARM words it. */
export const armError = (
  status: number,
  error: { readonly code: string; readonly message?: string; readonly details?: readonly object[] },
  headers: { readonly [name: string]: string } = {},
): ServiceResponse => ({ status, headers, body: JSON.stringify({ error: { message: "no", ...error } }) });
