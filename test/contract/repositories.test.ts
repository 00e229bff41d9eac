import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach } from "vitest";
import { createRepositories } from "../../src/github/repositories.ts";
import { Secret } from "../../src/shared/secret.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryRepositories } from "../fakes/memory-repositories.ts";
import { openStandIn, REPOSITORY, type StandIn } from "../local-github/open-stand-in.ts";
import { type Content, type RepositoriesSubject, repositoriesContract } from "./repositories-contract.ts";

const TOKEN = "a-token-of-a-user";

repositoriesContract("in memory", async (): Promise<RepositoriesSubject> => {
  const repositories = createMemoryRepositories({ repository: REPOSITORY });
  return {
    repositories,
    repository: REPOSITORY,
    commit: async (changes, branch) =>
      repositories.commit(
        Object.fromEntries(Object.entries(changes).map(([path, content]) => [path, toChange(content)])),
        branch,
      ),
    reset: async (commit) => repositories.reset(commit),
    rename: repositories.rename,
    archive: repositories.archive,
    replace: repositories.replace,
    statuses: async (commit) =>
      repositories.statuses
        .filter((status) => status.commit === commit)
        .map(({ state, context, description }) => ({ state, context, description })),
  };
});

let standIn: StandIn | undefined;
afterEach(async () => {
  await standIn?.github.idle();
  await standIn?.close();
  standIn = undefined;
});

repositoriesContract("the adapter on the GitHub stand-in", async (): Promise<RepositoriesSubject> => {
  standIn = await openStandIn({ token: TOKEN });
  const { github } = standIn;
  const clone = await standIn.clone();
  return {
    repositories: createRepositories({
      baseUrl: github.apiUrl,
      auth: { kind: "token", token: new Secret(TOKEN) },
      userAgent: "poolkeeper/test",
      clock: createFixedClock(),
    }),
    repository: REPOSITORY,
    async commit(changes, branch = "main") {
      for (const [path, content] of Object.entries(changes)) {
        if (content instanceof Uint8Array || typeof content === "string") await clone.write(path, content);
        else if (content === null) await clone.git("rm", "--quiet", path);
        else await symlink(content.link, join(clone.path, path));
      }
      const commit = await clone.commit("a change", {});
      await clone.push("origin", `HEAD:refs/heads/${branch}`);
      return commit;
    },
    async reset(commit) {
      await clone.git("reset", "--quiet", "--hard", commit);
      await clone.push("--force", "origin", "HEAD:refs/heads/main");
    },
    rename: ({ owner, name }) => void github.configure({ repository: `${owner}/${name}` }),
    archive: () => void github.configure({ archived: true }),
    replace: () => void github.configure({ repositoryId: 2 }),
    statuses: async (commit) =>
      github.statuses(commit).map(({ state, context, description }) => ({
        state,
        context,
        description: description ?? "",
      })),
  };
});

function toChange(content: Content) {
  if (content === null || typeof content === "string" || content instanceof Uint8Array) return content;
  return { mode: "120000", text: content.link };
}
