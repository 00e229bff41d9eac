import type { RequestRecord } from "../arm/request-log.ts";
import type { Cloud } from "../cloud.ts";
import type { Delivery } from "../github/delivery.ts";
import type { Status } from "../github/rest/status-list.ts";
import { until } from "../until.ts";

const FINAL: ReadonlySet<string> = new Set(["success", "failure", "error"]);

/** Watches a cloud from the outside: asks ARM and GitHub what they were told, and never the app. */
export interface Observer {
  delivered(commit: string): Promise<Delivery>;
  /** The status of that state, or whichever comes last. */
  status(commit: string, state: "pending" | "final"): Promise<Status>;
  /** The first PUT for the pool that ARM received after `count` others for it. */
  put(pool: string, count: number): Promise<RequestRecord>;
  puts(): readonly RequestRecord[];
  /** Waits until ARM shows the pool in that state. */
  provisioned(pool: string, state: string): Promise<void>;
  /** Whether the operation of a pool was asked for by its own URL. */
  operationReads(): number;
}

export function observe({ arm, github }: Pick<Cloud, "arm" | "github">): Observer {
  const puts = (): readonly RequestRecord[] => arm.requests().filter(({ method }) => method === "PUT");
  return {
    delivered: (commit) =>
      until(`a webhook for ${commit}`, () =>
        github
          .deliveries()
          .find(({ event, request }) => event === "push" && request.payload.after === commit),
      ),
    status: (commit, state) =>
      until(`a ${state} status on ${commit}`, () =>
        github
          .statuses(commit)
          .find((status) => (state === "final" ? FINAL.has(status.state) : status.state === state)),
      ),
    put: (pool, count) =>
      until(
        `PUT number ${count + 1} for ${pool}`,
        () => puts().filter(({ path }) => path.endsWith(`/${pool}`))[count],
      ),
    puts,
    provisioned: async (pool, state) => {
      await until(`${pool} in state ${state}`, () =>
        arm.pools().find(({ id, provisioningState }) => id.name === pool && provisioningState === state),
      );
    },
    operationReads: () => arm.requests().filter(({ path }) => path.includes("/operationStatuses/")).length,
  };
}
