/** A mapping keeps its pairs in a list, so that one name can be there twice. */
export type Node = Mapping | readonly Node[] | string | number | boolean | null;

export interface Mapping {
  readonly pairs: readonly Pair[];
}

export type Pair = readonly [name: string, value: Node];

export const STYLES = ["YAML block", "YAML flow", "JSON spaces", "JSON tabs", "JSON compact"] as const;
export type Style = (typeof STYLES)[number];

export interface Written {
  readonly text: string;
  /** Where the name of a pair begins, in UTF-16 units. */
  readonly offsets: ReadonlyMap<Pair, number>;
}

export function isMapping(node: Node): node is Mapping {
  return typeof node === "object" && node !== null && "pairs" in node;
}

export function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return value.map(nodeOf);
  if (typeof value !== "object" || value === null) return value as Node;
  return { pairs: Object.entries(value).map(([name, member]) => [name, nodeOf(member)]) };
}

/** Writes a tree down in a style, and says where each name is. */
export function writeDown(root: Mapping, style: Style): Written {
  const writer = new Writer(style);
  writer.write(root, 0);
  return { text: `${writer.text}\n`, offsets: writer.offsets };
}

class Writer {
  text = "";
  readonly offsets = new Map<Pair, number>();
  readonly #style: Style;

  constructor(style: Style) {
    this.#style = style;
  }

  write(node: Node, depth: number): void {
    if (isMapping(node)) this.#all(node.pairs, "{}", depth, (pair) => this.#pair(pair, depth));
    else if (Array.isArray(node))
      this.#all(node as readonly Node[], "[]", depth, (item) => this.#item(item, depth));
    else this.text += JSON.stringify(node);
  }

  #all<T>(members: readonly T[], marks: "{}" | "[]", depth: number, write: (member: T) => void): void {
    const isBlock = this.#style === "YAML block" && members.length > 0;
    if (!isBlock) this.text += marks.charAt(0);
    for (const [index, member] of members.entries()) {
      if (!isBlock && index > 0) this.text += this.#style === "JSON compact" ? "," : ", ";
      this.#newLine(isBlock ? depth : depth + 1, isBlock);
      write(member);
    }
    if (isBlock) return;
    if (members.length > 0) this.#newLine(depth, false);
    this.text += marks.charAt(1);
  }

  #pair(pair: Pair, depth: number): void {
    const [name, value] = pair;
    const isPlain = this.#style.startsWith("YAML") && /^(?!true$|null$)[A-Za-z]+$/.test(name);
    this.offsets.set(pair, this.text.length);
    this.text += `${isPlain ? name : JSON.stringify(name)}:${this.#style === "JSON compact" ? "" : " "}`;
    this.write(value, depth + 1);
  }

  #item(item: Node, depth: number): void {
    if (this.#style === "YAML block") this.text += "- ";
    this.write(item, depth + 1);
  }

  #newLine(depth: number, isBlock: boolean): void {
    const indent = this.#style === "JSON tabs" ? "\t" : "  ";
    const isPretty = this.#style === "JSON tabs" || this.#style === "JSON spaces";
    if (isBlock ? this.text !== "" : isPretty) this.text += `\n${indent.repeat(depth)}`;
  }
}
