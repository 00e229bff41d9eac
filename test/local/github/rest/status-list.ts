export type StatusState = "error" | "failure" | "pending" | "success";

export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly state: StatusState;
  readonly description: string | null;
  readonly target_url: string | null;
  readonly context: string;
  readonly created_at: string;
  /** Login of whoever posted it. */
  readonly creator: string;
}

export interface StatusList {
  add(status: Omit<Status, "id">): Status;
  /** In the order of posting; of one commit, or of all. */
  list(sha?: string): readonly Status[];
  count(sha: string, context: string): number;
}

export function createStatusList(): StatusList {
  const all: Status[] = [];
  return {
    add(status) {
      const added = { ...status, id: all.length + 1 };
      all.push(added);
      return added;
    },
    list: (sha) => all.filter((status) => sha === undefined || status.sha === sha),
    count: (sha, context) =>
      all.filter((status) => status.sha === sha && sameContext(status.context, context)).length,
  };
}

/** The newest status of each context, newest first. */
export function newestOfEach(statuses: readonly Status[]): readonly Status[] {
  const newest = new Map<string, Status>();
  for (const status of statuses.toReversed()) {
    const key = status.context.toLowerCase();
    if (!newest.has(key)) newest.set(key, status);
  }
  return [...newest.values()];
}

export function combinedState(newest: readonly Status[]): "failure" | "pending" | "success" {
  if (newest.some(({ state }) => state === "failure" || state === "error")) return "failure";
  return newest.length > 0 && newest.every(({ state }) => state === "success") ? "success" : "pending";
}

/** GitHub compares contexts without case. */
function sameContext(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
