import type { Code } from "../spec/codes.ts";
import { meaningOf } from "../spec/meaning.ts";
import type { Problem } from "../spec/problem.ts";
import type { Report } from "./check.ts";
import { stringify } from "./json.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0, for code scanning. */
export function printSarif({ problems }: Report, version: string): string {
  const codes = [...new Set(problems.map(({ code }) => code))].toSorted();
  const run = {
    tool: { driver: { name: "poolkeeper", semanticVersion: version, rules: codes.map(toRule) } },
    // Columns are counted as `Problem` counts them: a character beyond the first plane is one.
    columnKind: "unicodeCodePoints",
    results: problems.map((problem) => toResult(problem, codes.indexOf(problem.code))),
  };
  return `${stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] })}\n`;
}

function toRule(code: Code) {
  const { text, severity, source } = meaningOf(code);
  return {
    id: code,
    shortDescription: { text },
    defaultConfiguration: { level: severity },
    ...(source !== undefined && { help: { text: `How we know: ${source}` } }),
  };
}

function toResult({ file, line, column, severity, code, message }: Problem, ruleIndex: number) {
  const region = { startLine: line, startColumn: column };
  const physicalLocation = { artifactLocation: { uri: uriOf(file) }, region };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: message },
    locations: [{ physicalLocation }],
  };
}

function uriOf(path: string): string {
  const uri = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${uri}` : uri;
}
