import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import packageJson from "../../package.json" with { type: "json" };
import { createFiles } from "./disk.ts";
import { run } from "./run.ts";
import type { World } from "./world.ts";

/** The command line: what `bin/poolkeeper.mjs` starts. `root` is the package's own directory. */
export async function main(root: string): Promise<void> {
  const { exitCode, output, errorOutput = "" } = await run(process.argv.slice(2), connect(root));
  process.exitCode = exitCode;
  await write(process.stdout, output);
  await write(process.stderr, errorOutput);
}

function connect(root: string): World {
  const { version } = packageJson;
  const { ARM_ENDPOINT, NO_COLOR, TERM } = process.env;
  const endpoint = (ARM_ENDPOINT || "https://management.azure.com").replace(/\/+$/, "");
  return {
    files: createFiles(process.cwd()),
    input: { isTerminal: process.stdin.isTTY === true, read: () => buffer(process.stdin) },
    pools: async () => (await import("./azure.ts")).connectToArm(endpoint, `poolkeeper/${version}`),
    uuid: randomUUID,
    isColorful: process.stdout.isTTY === true && !NO_COLOR && TERM !== "dumb",
    version,
    schemaPath: join(root, "src/spec/session-pool.schema.json"),
  };
}

/** Ends when everything is handed over, or nobody reads any more (`| head`), which is no mistake. */
async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (text === "") return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = (error?: NodeJS.ErrnoException | null) =>
    error && error.code !== "EPIPE" ? reject(error) : resolve();
  stream.once("error", end);
  stream.write(text, end);
  await promise;
}
