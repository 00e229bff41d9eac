import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

/*
 * Reads Bicep by its grammar (tree-sitter's, compiled to WebAssembly): syntax and structure, as far as the rules
 * of this folder ask. It knows no types of Azure and evaluates nothing. `az bicep build` does, where there is one.
 */

/** What is not a literal stays as it is written. */
export interface Expression {
  readonly code: string;
}
export type Value = string | number | boolean | readonly Value[] | BicepObject | Expression;
export interface BicepObject {
  readonly properties: { readonly [name: string]: Value };
}

export interface Resource {
  readonly symbol: string;
  /** Without the version, nested ones with their parents' type: `Microsoft.Web/sites/config`. */
  readonly type: string;
  readonly isExisting: boolean;
  readonly properties: { readonly [name: string]: Value };
}

export interface Module {
  readonly symbol: string;
  readonly path: string;
  readonly properties: { readonly [name: string]: Value };
}

export interface Parameter {
  readonly name: string;
  readonly isSecure: boolean;
  readonly isRequired: boolean;
  readonly type: string;
}

export interface BicepFile {
  readonly path: string;
  readonly text: string;
  readonly targetScope: string;
  readonly mistakes: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly variables: { readonly [name: string]: Value };
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly outputs: readonly { readonly name: string; readonly code: string }[];
  /** Names that are used as values and declared nowhere, and parameters and variables that nothing uses. */
  readonly undeclared: readonly string[];
  readonly unused: readonly string[];
}

const require = createRequire(import.meta.url);
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm")));

export function readBicep(path: string, text: string): BicepFile {
  // The grammar is that of templates: a value of a parameters file has no type.
  const source = path.endsWith(".bicepparam") ? text.replaceAll(/^param /gm, "var   ") : text;
  const tree = parser.parse(source);
  if (!tree) throw new Error(`${path}: not parsed`);
  const root = tree.rootNode;
  const nodes = [...walk(root)];
  const declarations = nodes.filter(({ type }) => type.endsWith("_declaration"));
  const named = (type: string) => declarations.filter((node) => node.type === type);
  const file = {
    path,
    text,
    targetScope: /^targetScope = '(\w+)'/m.exec(text)?.[1] ?? "resourceGroup",
    mistakes: nodes
      .filter((node) => node.isError || node.isMissing)
      .map((node) => `${path}:${node.startPosition.row + 1}: not Bicep at "${node.text.slice(0, 40)}"`),
    parameters: named("parameter_declaration").map(readParameter),
    variables: Object.fromEntries(
      named("variable_declaration").map((node) => [nameOf(node), literal(last(node))]),
    ),
    resources: named("resource_declaration").map(readResource),
    modules: named("module_declaration").map(readModule),
    outputs: named("output_declaration").map((node) => ({ name: nameOf(node), code: last(node).text })),
  };
  return { ...file, ...readNames(nodes, declarations) };
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) if (child) yield* walk(child);
}

const named = (node: Node): readonly Node[] =>
  node.namedChildren.filter((child): child is Node => child !== null && child.type !== "comment");
const nameOf = (node: Node): string => named(node).find(({ type }) => type === "identifier")?.text ?? "";
const last = (node: Node): Node => named(node).at(-1) ?? node;

function readParameter(node: Node): Parameter {
  const [, type, fallback] = named(node);
  const decorators = node.previousNamedSibling?.type === "decorators" ? node.previousNamedSibling.text : "";
  return {
    name: nameOf(node),
    isSecure: /@secure\(\)/.test(decorators),
    isRequired: fallback === undefined && !type?.text.endsWith("?"),
    type: type?.text ?? "",
  };
}

function readResource(node: Node): Resource {
  const parents: string[] = [];
  for (let up = node.parent; up; up = up.parent) {
    if (up.type === "resource_declaration") parents.unshift(typeOf(up));
  }
  return {
    symbol: nameOf(node),
    type: [...parents, typeOf(node)].join("/"),
    isExisting: /^resource \w+ '[^']+' existing =/.test(node.text),
    properties: bodyOf(node),
  };
}

const typeOf = (node: Node): string => textOf(named(node)[1]).replace(/@.*/, "");

function readModule(node: Node): Module {
  return { symbol: nameOf(node), path: textOf(named(node)[1]), properties: bodyOf(node) };
}

/** The object, in a loop or not, on a condition or not. */
function bodyOf(node: Node): BicepObject["properties"] {
  let body = last(node);
  while (/^(for|if)_statement$/.test(body.type)) body = last(body);
  const value = literal(body);
  return isObject(value) ? value.properties : {};
}

export const isObject = (value: Value | undefined): value is BicepObject =>
  typeof value === "object" && "properties" in value;

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const isExpression = (value: Value | undefined): value is Expression =>
  typeof value === "object" && "code" in value;

function literal(node: Node): Value {
  switch (node.type) {
    case "string":
      return textOf(node);
    case "number":
      return Number(node.text);
    case "boolean":
      return node.text === "true";
    case "array":
      return named(node).map(literal);
    case "object":
      return { properties: Object.fromEntries(named(node).flatMap(readProperty)) };
    default:
      return { code: node.text };
  }
}

function readProperty(node: Node): [string, Value][] {
  const [key, value] = named(node);
  if (!key || !value || node.type !== "object_property") return [];
  return [[key.type === "string" ? textOf(key) : key.text, literal(value)]];
}

/** What stands between the quotes, with what is filled in as it is written. */
const textOf = (node: Node | undefined): string => node?.text.replace(/^'{1,3}|'{1,3}$/g, "") ?? "";

/** Values of Bicep that are called without being declared: all others stand before a parenthesis. */
const NAMESPACES = ["az", "sys"];

function readNames(nodes: readonly Node[], declarations: readonly Node[]) {
  const declared = new Set([...declarations.map(nameOf), ...NAMESPACES]);
  for (const { type, text } of nodes) {
    if (type === "loop_variable" || type === "loop_enumerator" || type === "lambda_parameter")
      declared.add(text);
    if (type === "for_statement") declared.add(/^\[?\s*for (\w+) in/.exec(text)?.[1] ?? "");
    if (type === "lambda_expression") declared.add(/^\(?(\w+)/.exec(text)?.[1] ?? "");
  }
  const used = nodes.filter(isUse).map(({ text }) => text);
  const removable = declarations.filter(({ type }) => /^(parameter|variable)_/.test(type)).map(nameOf);
  return {
    undeclared: [...new Set(used.filter((name) => !declared.has(name)))],
    unused: removable.filter((name) => !used.includes(name)),
  };
}

/** An identifier that stands for a value, and is not the name of a declaration, a property or a function. */
function isUse(node: Node): boolean {
  const { parent } = node;
  if (node.type !== "identifier" || !parent) return false;
  const isFirst = parent.namedChildren[0]?.id === node.id;
  if (/_declaration$|^object_property$|^call_expression$/.test(parent.type) && isFirst) return false;
  return !/^(type|decorator|lambda_parameter|property_identifier)$/.test(parent.type);
}
