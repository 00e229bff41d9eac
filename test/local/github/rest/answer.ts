/** What an endpoint says; api.ts dresses it with GitHub's headers. */
export type Answer =
  | { readonly kind: "value"; readonly status: number; readonly value: unknown; readonly link?: string }
  | {
      readonly kind: "raw";
      readonly mediaType: string;
      readonly body: string | Uint8Array;
      /** Without quotes; the body's hash stands in for a missing one. */
      readonly etag?: string;
    }
  /** What is asked for is there. */
  | { readonly kind: "redirect"; readonly status: 301 | 307; readonly location: string }
  | Problem;

export interface Problem {
  readonly kind: "problem";
  readonly status: number;
  readonly message: string;
  readonly errors?: readonly ValidationError[];
  readonly headers?: { readonly [name: string]: string };
  /** GitHub's page about it, where that is not the endpoint's own. */
  readonly documentation?: string;
}

export interface ValidationError {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}

/** `link` is the header that leads to other pages. */
export function found(value: unknown, link?: string): Answer {
  return { kind: "value", status: 200, value, ...(link === undefined ? {} : { link }) };
}

export function created(value: unknown): Answer {
  return { kind: "value", status: 201, value };
}

export function problem(status: number, message: string, headers?: Problem["headers"]): Problem {
  return headers ? { kind: "problem", status, message, headers } : { kind: "problem", status, message };
}

export const NOT_FOUND = problem(404, "Not Found");
export const EMPTY_REPOSITORY = problem(409, "Git Repository is empty.");
/** Said before GitHub looks at what is asked. */
export const BAD_CREDENTIALS: Problem = {
  ...problem(401, "Bad credentials"),
  documentation: "https://docs.github.com/rest",
};

export function noCommit(name: string): Problem {
  return problem(422, `No commit found for SHA: ${name}`);
}

export function invalid(errors: readonly ValidationError[]): Problem {
  return { kind: "problem", status: 422, message: "Validation Failed", errors };
}

/** Whether the request asks for one of GitHub's own media types, such as `sha` or `raw`. */
export function asksFor(accept: string | undefined, format: string): boolean {
  return new RegExp(`application/vnd\\.github\\.(v3\\.)?${format}\\b`).test(accept ?? "");
}
