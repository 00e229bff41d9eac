import { dirname, join } from "node:path";
import { expect, vi } from "vitest";
import { cloneRepository } from "../local/clone.ts";
import { type Cloud, startCloud } from "../local/cloud.ts";
import { PATIENCE } from "../patience.ts";

/** A cloud with the small app of fixtures/cloud.mjs in it. */
export interface CloudUnderTest extends Cloud {
  /** Waits until the app has logged something with `part` in it. */
  logged(part: string): Promise<void>;
  appUrl(path: string): string;
  /** Asks the control server; a `body` that is no text is sent as JSON. */
  control(
    method: "GET" | "POST" | "PUT",
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Commits a file and pushes it; gives the commit. */
  push(file: string): Promise<string>;
}

export async function startCloudUnderTest(settings: {
  readonly [name: string]: string;
}): Promise<CloudUnderTest> {
  const lines: string[] = [];
  const bundle = join(import.meta.dirname, "fixtures/cloud.mjs");
  const cloud = await startCloud({ bundle, settings, onLog: (line) => lines.push(line) });
  const { controlUrl, gitUrl, webhookUrl } = cloud.addresses;
  return {
    ...cloud,
    logged: (part) => vi.waitFor(() => expect(lines.join("\n")).toContain(part), PATIENCE),
    appUrl: (path) => new URL(path, webhookUrl).href,
    async control(method, path, body) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const init = text === undefined ? { method } : { method, body: text };
      const answer = await fetch(`${controlUrl}${path}`, init);
      return { status: answer.status, body: await answer.json() };
    },
    async push(file) {
      const clone = await cloneRepository(gitUrl, join(dirname(cloud.hostLog), `clone-with-${file}`));
      const commit = await clone.commit(file, { [file]: file });
      await clone.push("origin", "HEAD:main");
      return commit;
    },
  };
}
