import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly permissions?: Permissions;
  readonly steps?: readonly Step[];
  readonly "timeout-minutes"?: number;
}
type Permissions = string | { readonly [scope: string]: string };
interface Workflow {
  readonly permissions?: Permissions;
  readonly jobs: { readonly [name: string]: Job };
}

/** What is pinned can't be moved to other code by whoever owns the action; the comment tells people which release it is. */
const PINNED = /^\s*-?\s*uses: [\w-]+\/[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/;

/** What the jobs may do; all else is a mistake. */
const PERMISSIONS = ["contents: read", "id-token: write"];

/** What is wrong with the text of a workflow. */
export function mistakesOf(text: string): readonly string[] {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  return [
    ...text
      .split("\n")
      .filter((line) => /^\s*-?\s*uses:/.test(line) && !PINNED.test(line))
      .map((line) => `not pinned: ${line.trim()}`),
    ...grants(workflow.permissions, "the workflow"),
    ...jobs.flatMap(([name, { permissions }]) => (permissions ? grants(permissions, name) : [])),
    ...jobs.filter(([, job]) => !job["timeout-minutes"]).map(([name]) => `${name} may run for ever`),
    ...[...text.matchAll(/\$\{\{[^}]*\bsecrets\b[^}]*\}\}|secrets: inherit/g)].map(
      ([found]) => `a stored secret: ${found}`,
    ),
    ...(/pull_request_target|workflow_run/.test(text) ? ["runs a stranger's code with our rights"] : []),
    ...jobs.flatMap(([name, { steps = [] }]) =>
      steps
        .filter(({ run }) => run?.includes("${{"))
        .map(() => `${name} puts what it is given into a script`),
    ),
    ...jobs
      .filter(
        ([, { permissions, steps = [] }]) =>
          hasToken(permissions) && steps.some(({ run }) => /\bnpm\b/.test(run ?? "")),
      )
      .map(([name]) => `${name} runs packages while it can ask for a token of Azure`),
  ];
}

function grants(permissions: Permissions | undefined, who: string): readonly string[] {
  if (permissions === undefined) return [`${who} does not say its permissions`];
  if (typeof permissions === "string") return [`${who} has ${permissions}`];
  return Object.entries(permissions)
    .map(([scope, access]) => `${scope}: ${access}`)
    .filter((grant) => !PERMISSIONS.includes(grant))
    .map((grant) => `${who} has ${grant}`);
}

const hasToken = (permissions: Permissions | undefined): boolean =>
  typeof permissions === "object" && permissions["id-token"] === "write";
