import type { RequestRecord } from "./arm/request-log.ts";
import type { Cloud } from "./cloud.ts";
import type { Delivery } from "./github/delivery.ts";
import type { Status } from "./github/rest/status-list.ts";

const LOOK_INTERVAL_MS = 200;

/** Tells, line by line, what happens in the cloud as the stand-ins see it. Ends what it gives back is called. */
export function tellHappenings({ arm, github }: Cloud, tell: (line: string) => void): () => void {
  const looks = [
    newOnes(github.deliveries, describeDelivery),
    newOnes(() => arm.requests(), describeRequest),
    newOnes(() => github.statuses(), describeStatus),
  ];
  const timer = setInterval(() => {
    for (const line of looks.flatMap((look) => look())) tell(line);
  }, LOOK_INTERVAL_MS);
  return () => clearInterval(timer);
}

/** What the entries say that came since the last look. The oldest may be gone by then: logs have their limits. */
function newOnes<T>(list: () => readonly T[], describe: (entry: T) => string | undefined): () => string[] {
  let last = list().at(-1);
  return () => {
    const entries = list();
    const seen = last === undefined ? -1 : entries.lastIndexOf(last);
    last = entries.at(-1);
    return entries.slice(seen + 1).flatMap((entry) => describe(entry) ?? []);
  };
}

type ToldDelivery = Pick<Delivery, "event" | "status" | "status_code"> & {
  readonly request: Pick<Delivery["request"], "payload">;
};

export function describeDelivery({ event, request, status, status_code }: ToldDelivery): string {
  const answer = status === "OK" ? `the webhook answered ${status_code}` : `the webhook: ${status}`;
  if (event !== "push") return `${event.padEnd(8)}${answer}`;
  const { ref, after } = request.payload as { readonly ref: string; readonly after: string };
  const now = /^0+$/.test(after) ? "deleted" : short(after);
  return `push    ${ref.replace("refs/heads/", "")} is ${now}; ${answer}`;
}

type ToldRequest = Pick<RequestRecord, "method" | "path" | "status" | "answered">;

/** Writes only: what is read does not matter to a person. */
export function describeRequest({ method, path, status, answered }: ToldRequest): string | undefined {
  if (method === "GET") return undefined;
  return `ARM     ${method} ${path.split("/").at(-1)}: ${answered ? status : "the answer was lost"}`;
}

type ToldStatus = Pick<Status, "sha" | "context" | "state" | "description">;

export function describeStatus({ sha, context, state, description }: ToldStatus): string {
  return `status  ${short(sha)} ${context} is ${state}${description ? `: ${description}` : ""}`;
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
