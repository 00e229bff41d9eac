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
    // Octokit's own errors carry the answer; one without it never reached GitHub.
    if (error instanceof Error && "response" in error && error.response) return error.response as Refused;
    throw error;
  }
  throw new Error("the request succeeded");
}
