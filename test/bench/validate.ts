import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endOf, plainEnvironment, startChild } from "../local/child.ts";
import { CUSTOM_CONTAINER, interpreter } from "../local/demo/specs.ts";
import { median } from "./statistics.ts";
import { ms, table, times } from "./table.ts";
import type { Contender, Validated } from "./validate-once.ts";

const SPECS = 100;
const PROCESSES = 15;
const DEADLINE_MS = 60_000; // usually half a second

/** What `poolkeeper validate` takes for 100 specs, against reading the same files with `yaml` alone. */
export async function benchValidate(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
  try {
    await writeSpecs(join(directory, "pools"));
    const results: { readonly [name in Contender]: Validated[] } = { poolkeeper: [], yaml: [] };
    // The first of each brings the files into the machine's cache, and does not count.
    for (const contender of CONTENDERS) await validateOnce(contender, directory);
    // In turn, so that whatever else the machine does falls on both.
    for (let count = 0; count < PROCESSES; count += 1)
      for (const contender of CONTENDERS) results[contender].push(await validateOnce(contender, directory));
    return report(results);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const CONTENDERS: readonly Contender[] = ["poolkeeper", "yaml"];

/** Half of each kind, as they come in the demo. */
async function writeSpecs(folder: string): Promise<void> {
  await mkdir(folder);
  for (let index = 0; index < SPECS; index += 1) {
    const text = index % 2 === 0 ? interpreter(100) : CUSTOM_CONTAINER;
    await writeFile(join(folder, `pool${index}.yaml`), text.replace(/^name: .*$/m, `name: pool${index}`));
  }
}

async function validateOnce(contender: Contender, directory: string): Promise<Validated> {
  const said: string[] = [];
  const child = startChild(join(import.meta.dirname, "validate-once.ts"), {
    args: [contender],
    env: plainEnvironment(),
    directory,
    onOutput: (line) => said.push(line),
  });
  const { code } = await endOf(child, DEADLINE_MS);
  const [line] = said;
  if (code !== 0 || line === undefined) throw new Error(`${contender} did not validate:\n${child.said()}`);
  const validated = JSON.parse(line) as Validated;
  if (validated.files !== SPECS) throw new Error(`${contender} read ${validated.files} files`);
  return validated;
}

function report({ poolkeeper, yaml }: { readonly [name in Contender]: readonly Validated[] }): string {
  const row = (name: string, of: (validated: Validated) => number) => {
    const [own, other] = [median(poolkeeper.map(of)), median(yaml.map(of))];
    return [name, times(own / other), ms(own), ms(other)];
  };
  return [
    `Validate ${SPECS} specs: ${PROCESSES} fresh processes of each, in turn; medians`,
    table([
      ["", "ratio", "poolkeeper validate", "yaml alone"],
      row("after start", ({ workMs }) => workMs),
      row("of that, processor time", ({ workCpuMs }) => workCpuMs),
      row("a second time in the same process", ({ againMs }) => againMs),
      row("process start to end", ({ startMs, workMs }) => startMs + workMs),
    ]),
  ].join("\n");
}
