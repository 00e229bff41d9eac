import { expect, test } from "vitest";
import { plantTree } from "./planted-tree.ts";

const GOOD = `
export type State = { readonly kind: "busy"; readonly since: number } | { readonly kind: "idle" };

export async function wait(state: State, sleep: (ms: number) => Promise<void>): Promise<string> {
  switch (state.kind) {
    case "busy":
      await sleep(state.since);
      return "busy";
    case "idle":
      return "idle";
  }
}

export const read = (text: string): unknown => JSON.parse(text);
`;

/** One mistake of types a line. */
const ILL_TYPED = [
  'export const a: number = "1";',
  "export const b: string = [''][0];",
  "export const c: { d?: string } = { d: undefined };",
  "export enum E { One }",
  "export function f(g) { return g; }",
  'import "./nowhere.ts";',
];

/** Right types, and still lost or forgotten; one a line. */
const LOST: readonly (readonly [line: string, rule: string])[] = [
  ["async function send(): Promise<number> { await Promise.resolve(); return 1; }", ""],
  ["export function a() { send(); }", "no-floating-promises"],
  ["export function b() { [1].forEach(async () => { await send(); }); }", "no-misused-promises"],
  ["export function c() { if (send()) return; }", "no-misused-promises"],
  ["export async function d() { await 1; }", "await-thenable"],
  ["export async function e() { try { return send(); } catch { return 0; } }", "return-await"],
  [
    'export function f(kind: "x" | "y") { switch (kind) { case "x": return 1; } return 2; }',
    "switch-exhaustiveness-check",
  ],
  [
    'export function g(kind: "x" | "y") { switch (kind) { case "x": return 1; default: return 2; } }',
    "switch-exhaustiveness-check",
  ],
  ["export const h = (text: string): { id: string } => JSON.parse(text);", "no-unsafe-return"],
  ["export const i = (value: { id: string }) => String(value);", "no-base-to-string"],
  ['export const j = () => { throw "words"; };', "only-throw-error"],
  ["export const k = [10, 9].sort();", "require-array-sort-compare"],
  ['export type L = import("./good.ts").State;', "consistent-type-imports"],
  ["export function m(list: number[]) { delete list[0]; }", "no-array-delete"],
  [
    "export function n(list: number[]) { for (const index in list) return index; return 0; }",
    "no-for-in-array",
  ],
  ["export const o = { ...[1] };", "no-misused-spread"],
  ['export const p = () => Promise.reject("words");', "prefer-promise-reject-errors"],
  [
    "export function q(text: string) { const value = JSON.parse(text); return !value; }",
    "no-unsafe-assignment",
  ],
  ["export const r = (text: string) => void JSON.parse(text)();", "no-unsafe-call"],
  ["export const s = (text: string) => void JSON.parse(text).id;", "no-unsafe-member-access"],
  ["export const t = (text: string) => Number.parseInt(JSON.parse(text), 10);", "no-unsafe-argument"],
  ['export const u = "text".substr(1);', "no-deprecated"],
  ["export const v = (text: string) => text as string;", "no-unnecessary-type-assertion"],
  [["export const w = (value: unknown) => `$", "{value}`;"].join(""), "restrict-template-expressions"],
];

test("the compiler finds what is ill-typed", async () => {
  const tree = await plantTree({ "src/pool/good.ts": GOOD, "src/pool/planted.ts": ILL_TYPED.join("\n") });

  const { code, stdout } = await tree.run("tsc", "--noEmit", "--pretty", "false");

  const lines = [...stdout.matchAll(/^src\/pool\/planted\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  expect(new Set(lines.map((line) => ILL_TYPED[line - 1]))).toEqual(new Set(ILL_TYPED));
  expect(stdout).not.toContain("good.ts");
  expect(code).not.toBe(0);
});

test("lost promises, incomplete switches and leaking any are found with the help of types", async () => {
  const tree = await plantTree({
    "src/pool/good.ts": GOOD,
    "src/pool/planted.ts": LOST.map(([line]) => line).join("\n"),
  });

  const { code, stdout } = await tree.run("oxlint", "--type-aware", "--format=unix");

  const found = [...stdout.matchAll(/planted\.ts:(\d+):.*typescript\(([-a-z]+)\)\]$/gm)];
  const rules = LOST.map((_, index) => found.find(([, line]) => Number(line) === index + 1)?.[2] ?? "");
  expect(rules).toEqual(LOST.map(([, rule]) => rule));
  expect(stdout).not.toContain("good.ts");
  expect(code).not.toBe(0);
});
