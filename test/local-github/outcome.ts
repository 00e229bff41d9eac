import { RequestError } from "@octokit/request-error";

export interface Refused {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | number | undefined };
  /** GitHub's answer. */
  readonly data: unknown;
}

/** What GitHub answered to a request that must not succeed. */
export async function refused(request: Promise<unknown>): Promise<Refused> {
  try {
    await request;
  } catch (error) {
    if (error instanceof RequestError && error.response) {
      const { status, headers, data } = error.response;
      return { status, headers, data };
    }
    throw error;
  }
  throw new Error("the request succeeded");
}
