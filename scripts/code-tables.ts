import { CODES } from "../src/spec/codes.ts";
import { RULES } from "../src/spec/rules/all.ts";

/** From the root. */
export const DOCUMENT = "docs/spec-rules.md";

/** The document with every code that a problem of a spec can have. */
export function codeTables(): string {
  const rules = RULES.map(({ code, severity, demand, source }) => [`\`${code}\``, severity, demand, source]);
  const codes = Object.entries(CODES).map(([code, meaning]) => [`\`${code}\``, meaning]);
  return `${INTRODUCTION}
## Rules

What the service demands, and what people regret, beyond the shape of a spec. \`src/spec/rules/\` has them.

${table(["code", "severity", "demands", "how we know"], rules)}

## Syntax, schema, and specs together

All of these are errors.

${table(["code", "means"], codes)}
`;
}

const INTRODUCTION = `<!-- Made by "npm run generate" from src/spec/rules/ and src/spec/codes.ts. Change those files, not this one. -->

# What a spec must be like

Every problem of a spec has a code, so that it can be looked up here. An **error** refuses the whole commit: nothing
of it is deployed. A **warning** is shown, and the commit is deployed.
`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
