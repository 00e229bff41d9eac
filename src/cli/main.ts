import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import packageJson from "../../package.json" with { type: "json" };
import { createFiles } from "./disk.ts";
import { openFolder } from "./folder.ts";
import { readKeys } from "./keys.ts";
import { explain, run } from "./run.ts";
import type { World } from "./world.ts";

/** The command line: what `bin/poolkeeper.mjs` starts. `root` is the package's own directory. */
export async function main(root: string): Promise<void> {
  // Each write tells of its own error; without somebody who listens, Node.js would end the process for it.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    const { exitCode, output, stream, errorOutput = "" } = await run(process.argv.slice(2), connect(root));
    process.exitCode = exitCode;
    const isRead = await write(process.stdout, output);
    await write(process.stderr, errorOutput);
    if (stream && isRead) await writeAll(stream);
  } catch (error) {
    await abandon(error);
  }
}

/** Ends early when nobody reads any more. What goes wrong on the way is told behind what was printed. */
async function writeAll(stream: AsyncIterable<string>): Promise<void> {
  try {
    for await (const text of stream) if (!(await write(process.stdout, text))) return;
  } catch (error) {
    const { exitCode, errorOutput = "" } = explain(error);
    process.exitCode = exitCode;
    await write(process.stderr, errorOutput);
  }
}

/** A full disk, or a bug. Left to Node.js it would end with 1, which says that specs have errors. */
async function abandon(error: unknown): Promise<void> {
  process.exitCode = 2;
  const isOfSystem = error instanceof Error && "syscall" in error;
  const words = isOfSystem || !(error instanceof Error) ? String(error) : (error.stack ?? error.message);
  // Where nothing can be said, the exit code says it.
  await write(process.stderr, `poolkeeper: ${words}\n`).catch(() => {});
}

function connect(root: string): World {
  const { version } = packageJson;
  const { NO_COLOR, TERM } = process.env;
  return {
    files: createFiles(process.cwd()),
    input: { isTerminal: process.stdin.isTTY === true, read: () => buffer(process.stdin) },
    pools: async () => (await import("./azure.ts")).connectToArm(process.env, `poolkeeper/${version}`),
    audit: async (place) =>
      place.kind === "folder"
        ? openFolder(resolve(place.path))
        : (await import("./azure.ts")).connectToAudit(place, process.env),
    keys: readKeys,
    now: () => Date.now(),
    uuid: randomUUID,
    isColorful: process.stdout.isTTY === true && !NO_COLOR && TERM !== "dumb",
    version,
    schemaPath: join(root, "src/spec/session-pool.schema.json"),
  };
}

/** Ends when everything is handed over; false if nobody reads any more (`| head`), which is no mistake. */
async function write(stream: NodeJS.WriteStream, text: string): Promise<boolean> {
  if (text === "") return true;
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  stream.write(text, (error?: NodeJS.ErrnoException | null) =>
    error && error.code !== "EPIPE" ? reject(error) : resolve(!error),
  );
  return await promise;
}
