import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { codeTables, DOCUMENT } from "./code-tables.ts";

const ROOT = join(import.meta.dirname, "..");
const SCHEMA = "src/spec/session-pool.schema.json";
const FOLDER = "src/spec/generated";
const HEADER = `// Made from ${SCHEMA} by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
`;

interface Schema {
  readonly [keyword: string]: unknown;
}

/** The files that come from the schema and the rules: their paths from the root, and what they hold. */
export async function generate(): Promise<ReadonlyMap<string, string>> {
  const schema = JSON.parse(await readFile(join(ROOT, SCHEMA), "utf8")) as Schema;
  return new Map([
    [`${FOLDER}/session-pool.ts`, HEADER + (await typeOf(schema))],
    [`${FOLDER}/validate.js`, `${HEADER}/* oxlint-disable */\n${await validatorOf(schema)}`],
    [`${FOLDER}/validate.d.ts`, HEADER + VALIDATOR_TYPE],
    [DOCUMENT, codeTables()],
  ]);
}

/** The generated files that are not what they would be made to be now. */
export async function staleFiles(): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [path, text] of await generate()) {
    const standing = await readFile(join(ROOT, path), "utf8").catch(() => undefined);
    if (standing !== text) stale.push(path);
  }
  return stale;
}

function typeOf(schema: Schema): Promise<string> {
  return compile(structuredClone(schema), "SessionPool", { bannerComment: "", ignoreMinAndMaxItems: true });
}

const VALIDATOR_TYPE = `/** One rule of the schema that a value breaks. */
export interface Violation {
  /** JSON pointer of the value. */
  readonly instancePath: string;
  /** The rule. */
  readonly keyword: string;
  readonly params: { readonly missingProperty?: string; readonly additionalProperty?: string };
  /** The name that breaks the rule, where it is about the names of a value's properties. */
  readonly propertyName?: string;
}

/** Says whether the value is a session pool; if not, \`errors\` has every rule that it breaks. */
export const validate: {
  (value: unknown): boolean;
  errors: readonly Violation[] | null;
};
`;

/** Plain code with all it needs: loading ajv and compiling the schema would cost every cold start 50 ms. */
async function validatorOf(schema: Schema): Promise<string> {
  const ajv = new Ajv({ allErrors: true, messages: false, code: { source: true, esm: true } });
  ajv.addSchema(withoutWords(schema) as Schema, "session-pool");
  const code = standalone.default(ajv, { validate: "session-pool" });
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: ROOT },
    absWorkingDir: ROOT,
    bundle: true,
    platform: "neutral",
    format: "esm",
    target: "node24",
    minify: true,
    lineLimit: 110,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** What is there for readers, not for validation. */
const WORDS = new Set(["$schema", "title", "description", "default", "examples", "patternErrorMessage"]);

function withoutWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== "object" || schema === null) return schema;
  // A property may have such a name too: then a schema stands there, not a text or a list.
  const isSchema = (value: unknown) => typeof value === "object" && !Array.isArray(value);
  const kept = Object.entries(schema).filter(([key, value]) => !WORDS.has(key) || isSchema(value));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]));
}

async function main(): Promise<void> {
  if (process.argv.includes("--check")) {
    const stale = await staleFiles();
    for (const path of stale)
      console.error(`${path} is not what it would be made to be now: run "npm run generate".`);
    if (stale.length > 0) process.exitCode = 1;
    return;
  }
  for (const [path, text] of await generate()) await writeFile(join(ROOT, path), text);
}

if (import.meta.main) await main();
