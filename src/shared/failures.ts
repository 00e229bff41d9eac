/** What is known about a call that failed. `code` and `message` are the service's own words. */
export interface FailureDetails {
  readonly code: string;
  readonly message: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the service asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The service's own id of the request, for its support. */
  readonly requestId?: string;
  readonly cause?: unknown;
}

/** Adapters turn everything that a service says into one of three failures; anything else is a bug. */
export abstract class Failure extends Error {
  abstract readonly class: "busy" | "notYet" | "refused";
  readonly code: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor(details: FailureDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.requestId = details.requestId;
  }
}

/** The service can't answer now (throttled, down, locked, a lost answer): the same step again, later. */
export class Busy extends Failure {
  readonly class = "busy";
}

/** Refused for now, but the world outside git may be about to change (a role that is still spreading). */
export class NotYet extends Failure {
  readonly class = "notYet";
}

/** Refused: the same request would be refused again. */
export class Refused extends Failure {
  readonly class = "refused";
}
