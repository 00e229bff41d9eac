import { printProblem } from "../../src/spec/problem.ts";
import type { readSpec, SpecReading } from "../../src/spec/read.ts";
import type { Seedling } from "./corpus.ts";

/** Generous for a slow machine: a file of the largest size takes a tenth of it. Of the processor's time. */
const READING_MS_MAX = 2000;

const MESSAGE_CHARACTERS_MAX = 1000;

/** Slips of the program, unless the author wrote them. */
const INSIDE = ["undefined", "NaN", "[object", "does not fit the schema"];

export type Read = typeof readSpec;

export interface Examined {
  readonly tookMs: number;
  /** What does not hold, though it always must. */
  readonly broken: readonly string[];
  readonly isSpec: boolean;
}

/** Reads an input and says what does not hold of the answer. */
export function examine({ path, bytes }: Seedling, read: Read): Examined {
  const began = process.cpuUsage();
  try {
    const reading = read({ path, bytes });
    const tookMs = process.cpuUsage(began).user / 1000;
    const slow = tookMs > READING_MS_MAX ? [`took ${Math.round(tookMs)} ms`] : [];
    const broken = [...slow, ...problemsOf(reading, path, bytes), ...specOf(reading, read)];
    const again = JSON.stringify(read({ path, bytes }));
    if (again !== JSON.stringify(reading)) broken.push("reads otherwise the second time");
    return { tookMs, broken, isSpec: reading.spec !== undefined };
  } catch (error) {
    const tookMs = process.cpuUsage(began).user / 1000;
    return { tookMs, broken: [`throws ${String(error)}`], isSpec: false };
  }
}

function problemsOf({ problems }: SpecReading, path: string, bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split("\n");
  const broken = problems.flatMap((problem, index) => {
    const { line, column, file, code, severity, message } = problem;
    const before = problems[index - 1];
    const holds = {
      "is in another file": file === path,
      "has an odd code": /^[a-z]+\/[a-z0-9-]+$/.test(code),
      "has an odd severity": severity === "error" || severity === "warning",
      "is out of order": !before || before.line < line || (before.line === line && before.column <= column),
      "is outside of the file":
        column >= 1 &&
        column <= Array.from(lines[line - 1] ?? "").length + 1 &&
        line >= 1 &&
        line <= lines.length,
      "says too little or too much": message.length > 5 && message.length <= MESSAGE_CHARACTERS_MAX,
      "says what can't be printed": !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(
        message + printProblem(problem),
      ),
      "says what is not meant for people": !INSIDE.some(
        (words) => message.includes(words) && !text.includes(words),
      ),
    };
    return Object.entries(holds)
      .filter(([, isTrue]) => !isTrue)
      .map(([what]) => `a problem ${what}: ${JSON.stringify(problem)}`);
  });
  return broken;
}

function specOf({ spec, problems }: SpecReading, read: Read): string[] {
  const isRefused = problems.some(({ severity }) => severity === "error");
  if (isRefused) return spec ? ["gives a spec beside an error"] : [];
  if (!spec) return ["gives neither a spec nor an error"];
  const written = JSON.stringify({ ...spec.pool, ...spec.body });
  const again = read({ path: "again.json", bytes: Buffer.from(written) });
  // What an alias repeats is told once, and as often as it stands there when it is written out.
  const codes = (reading: SpecReading) =>
    [...new Set(reading.problems.map(({ code }) => code))].toSorted().join(" ");
  if (again.spec?.hash !== spec.hash) return [`has another hash written as JSON: ${codes(again)}`];
  return codes(again) === codes({ problems }) ? [] : ["has other warnings written as JSON"];
}
