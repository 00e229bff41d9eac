import { interpreter, type Stage } from "../end-to-end/stage.ts";
import { until } from "../local/until.ts";

/** One push through all its hops: epoch milliseconds, as the stand-ins saw them. */
export interface Journey {
  /** `git push` returned. */
  readonly pushed: number;
  /** GitHub sent the webhook, and had its answer. */
  readonly sent: number;
  readonly answered: number;
  /** GitHub told the head of the branch. */
  readonly head: number;
  /** GitHub gave the first blob. */
  readonly blob: number;
  /** ARM was asked for the pool. */
  readonly look: number;
  /** ARM received the PUT. */
  readonly put: number;
  /** GitHub took the commit's final status. */
  readonly final: number;
}

const POOL = "bench";
const PATIENCE_MS = 180_000; // usually three seconds

/** Pushes a pool with so many sessions, and follows it to the commit's final status. */
export async function travel({ cloud, push }: Stage, sessions: number): Promise<Journey> {
  const { github, arm } = cloud;
  const known = { github: github.requests().length, arm: arm.requests().length };
  const commit = await push({ [`pools/${POOL}.yaml`]: interpreter(POOL, sessions) });
  const pushed = Date.now();
  await github.idle(); // the webhook is answered
  const answered = Date.now();
  const final = await until("the push to be deployed", () => successAt(cloud, commit), PATIENCE_MS);

  const asked = github.requests().slice(known.github);
  const atGitHub = (part: string) => timeOf(asked.find(({ path }) => path.includes(part))?.at, part);
  const ofPool = arm
    .requests()
    .slice(known.arm)
    .filter(({ path }) => path.endsWith(`/${POOL}`));
  const atArm = (verb: string) => timeOf(ofPool.find(({ method }) => method === verb)?.time, verb);
  return {
    ...{ pushed, answered, final },
    sent: answered - durationMs(cloud, commit),
    ...{ head: atGitHub("/commits/"), blob: atGitHub("/git/blobs/") },
    ...{ look: atArm("GET"), put: atArm("PUT") },
  };
}

/** When GitHub had answered the success: the list of statuses is in the order of the requests that posted them. */
function successAt({ github }: Stage["cloud"], commit: string): number | undefined {
  const index = github.statuses(commit).findIndex(({ state }) => state !== "pending");
  const status = github.statuses(commit)[index];
  if (status === undefined) return undefined;
  if (status.state !== "success") throw new Error(`the push ended in ${status.state}: ${status.description}`);
  const posts = github.requests().filter(({ path }) => path.endsWith(`/statuses/${commit}`));
  const post = posts[index];
  return post === undefined ? undefined : Date.parse(post.at);
}

function durationMs({ github }: Stage["cloud"], commit: string): number {
  const delivery = github.deliveries().find(({ request }) => request.payload.after === commit);
  if (delivery?.status_code !== 202) throw new Error(`the webhook: ${delivery?.status ?? "never sent"}`);
  return delivery.duration * 1000;
}

function timeOf(instant: string | undefined, what: string): number {
  if (instant === undefined) throw new Error(`never seen on the way: ${what}`);
  return Date.parse(instant);
}
