import { serve } from "../http.ts";
import { createGitHub, type GitHub, type GitHubControl, type GitHubOptions } from "./github.ts";
import { API_ROOT } from "./resources.ts";

export interface RunningGitHub extends GitHubControl {
  /** For Octokit's `baseUrl`. */
  readonly apiUrl: string;
  /** Can be cloned and pushed to, by anybody. */
  readonly gitUrl: string;
  close(): Promise<void>;
}

/** Serves the stand-in on the loopback address; without `port` on a free one. */
export async function startGitHub(
  options: Omit<GitHubOptions, "origin"> & { readonly port?: number },
): Promise<RunningGitHub> {
  const { port = 0, ...rest } = options;
  // URLs in answers begin with the origin, which is known only once the server listens.
  const made = Promise.withResolvers<GitHub>();
  const listening = await serve(async (request) => (await made.promise).handle(request), { port });
  const { origin } = listening;
  try {
    const { handle, close, ...control } = await createGitHub({ ...rest, origin });
    made.resolve({ handle, close, ...control });
    const { owner, name } = options.repository;
    return {
      ...control,
      apiUrl: origin + API_ROOT,
      gitUrl: `${origin}/${owner}/${name}.git`,
      async close() {
        await listening.close();
        await close();
      },
    };
  } catch (error) {
    await listening.close();
    throw error;
  }
}
