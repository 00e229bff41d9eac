import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createGitHub } from "../local/github/github.ts";
import { REPOSITORY, SECRET } from "./open-stand-in.ts";

test("the stand-in answers without a socket, and its URLs begin with the origin it is told", async () => {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-github-"));
  const github = await createGitHub({
    origin: "http://github.test",
    directory,
    repository: REPOSITORY,
    branch: "main",
    clock: createFixedClock(),
    webhook: { url: () => "http://receiver.test", secret: SECRET },
  });
  const get = async (path: string) => {
    const url = new URL(path, "http://github.test");
    const response = await github.handle({ method: "GET", url, headers: {}, body: Buffer.alloc(0) });
    return response === "drop"
      ? { status: 0, text: "" }
      : { status: response.status, text: String(response.body) };
  };

  const repository = await get("/api/v3/repos/Contoso/Session-Pools");
  const refs = await get("/contoso/session-pools.git/info/refs?service=git-upload-pack");
  const elsewhere = await get("/contoso/other.git/info/refs?service=git-upload-pack");
  await github.close();
  await rm(directory, { recursive: true });

  expect(JSON.parse(repository.text)).toMatchObject({
    url: "http://github.test/api/v3/repos/contoso/session-pools",
    clone_url: "http://github.test/contoso/session-pools.git",
    created_at: "2026-01-05T09:00:00Z",
  });
  expect(refs.text).toContain("# service=git-upload-pack");
  expect(elsewhere.status).toBe(404);
});
