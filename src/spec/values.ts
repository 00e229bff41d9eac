import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { below, keysOf } from "../shared/pointer.ts";
import type { Code } from "./codes.ts";
import { type Member, offsetOf } from "./locate.ts";
import type { Mistake } from "./place.ts";
import { quote } from "./quote.ts";

/** More is no spec. Aliases count with all that they stand for, so that a few of them can't grow without end. */
const VALUES_MAX = 20_000;

/** A text or name counts as one value more for each time that it is as long as this. */
const TEXT_CHARACTERS = 100;

/** YAML's own limit for names that stand before a colon, which the parser does not see to everywhere. */
const NAME_CHARACTERS_MAX = 1024;

/** Stands where no value could be made; why is among the mistakes already. */
export const BROKEN = Symbol("broken");

export interface Values {
  /** Plain JSON, but for `BROKEN`. */
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  /** Offset of the member's key; of an item itself. What is not there is found at its parent. */
  offsetOf(pointer: string): number;
}

/** Makes JSON of a YAML tree. What YAML allows and JSON does not know is a mistake. */
export function readValues(root: ParsedNode): Values {
  const reader = new Reader();
  const { value } = reader.read(root, "");
  return {
    value,
    mistakes: reader.mistakes,
    offsetOf: (pointer) => offsetOf(keysOf(pointer), root, reader),
  };
}

const NO_TEXT = "names must be text: put this one in quotes, or write it out";
/** To YAML, what templates are filled in at is one set of properties as the name in another. */
const TEMPLATE =
  "names must be text: if this is a template's {{ }}, write what it stands for, since nobody fills it in";

interface Read {
  readonly value: unknown;
  /** Of how many values it consists. */
  readonly count: number;
  /** How many of them were not read before it. */
  readonly own: number;
}

const NOTHING: Read = { value: null, count: 1, own: 1 };
const UNREADABLE: Read = { value: BROKEN, count: 1, own: 1 };

interface Anchor {
  readonly node: ParsedNode;
  /** Missing as long as the node is being read. */
  read?: Read;
}

class Reader {
  readonly mistakes: Mistake[] = [];
  readonly targets = new Map<Alias.Parsed, ParsedNode>();
  readonly members = new Map<YAMLMap.Parsed, Map<string, Member>>();
  readonly #anchors = new Map<string, Anchor>();
  #count = 0;

  read(node: ParsedNode, pointer: string): Read {
    if (isAlias(node)) return this.#counted(this.#alias(node, pointer), node);
    const anchor: Anchor = { node };
    if (node.anchor) this.#anchors.set(node.anchor, anchor);
    const read = this.#counted(this.#content(node, pointer), node);
    anchor.read = read;
    return read;
  }

  #content(node: Exclude<ParsedNode, Alias.Parsed>, pointer: string): Read {
    if (isMap(node)) return this.#map(node, pointer);
    if (isSeq(node)) return this.#list(node, pointer);
    const value = this.#scalar(node, pointer);
    const count = 1 + (typeof value === "string" ? lengthAsValues(value) : 0);
    return { value, count, own: count };
  }

  #counted(read: Read, node: ParsedNode): Read {
    const before = this.#count;
    this.#count += read.own;
    if (this.#count <= VALUES_MAX) return read;
    if (before <= VALUES_MAX) {
      const message = `a spec has ${VALUES_MAX} values at most, aliases counted with what they stand for and long texts as several`;
      this.#refuse("spec/too-many-values", message, node.range[0]);
    }
    return UNREADABLE;
  }

  #map(node: YAMLMap.Parsed, pointer: string): Read {
    const members = new Map<string, Member>();
    this.members.set(node, members);
    const value: { [key: string]: unknown } = {};
    let [count, own] = [1, 1];
    for (const pair of node.items) {
      const key = this.#key(pair.key, members);
      const read = pair.value ? this.read(pair.value, below(pointer, key ?? "")) : NOTHING;
      count += read.count;
      if (key === undefined) continue;
      count += lengthAsValues(key);
      own += lengthAsValues(key);
      value[key] = read.value;
      members.set(key, pair);
    }
    return { value, count, own };
  }

  /** The name of a new member; `undefined` if there can be none. */
  #key(node: ParsedNode, members: ReadonlyMap<string, Member>): string | undefined {
    const offset = node.range[0];
    const key = isScalar(node) ? node.value : undefined;
    if (isScalar(node) && node.anchor) this.read(node, "");
    if (typeof key !== "string") return this.#refuse("spec/key", isMap(node) ? TEMPLATE : NO_TEXT, offset);
    if (key === "<<")
      return this.#refuse("spec/merge-key", "YAML 1.2 has no merge keys: write the properties out", offset);
    if (key.length > NAME_CHARACTERS_MAX) {
      const message = `this name is too long: it has ${NAME_CHARACTERS_MAX} characters at most`;
      return this.#refuse("spec/key", message, offset);
    }
    if (key === "__proto__" || !key.isWellFormed())
      return this.#refuse("spec/key", `${quote(key)} can't be a name`, offset);
    const first = members.get(key);
    return first ? this.#refuseTwin(key, offset, first) : key;
  }

  #refuseTwin(key: string, offset: number, first: Member): undefined {
    const message = `${quote(key)} is there twice: take one out`;
    this.mistakes.push({ code: "spec/duplicate-key", message, offset, firstOffset: first.key.range[0] });
  }

  #list(node: YAMLSeq.Parsed, pointer: string): Read {
    const items = node.items.map((item, index) => this.read(item, below(pointer, index)));
    return {
      value: items.map(({ value }) => value),
      count: items.reduce((sum, { count }) => sum + count, 1),
      own: 1,
    };
  }

  #scalar(node: Scalar.Parsed, pointer: string): unknown {
    if (typeof node.value !== "string" || node.value.isWellFormed()) return node.value;
    const message = "an escape here is half a character: write both halves, or the character itself";
    this.#refuse("spec/character", message, node.range[0], pointer);
    return BROKEN;
  }

  #alias(node: Alias.Parsed, pointer: string): Read {
    const anchor = this.#anchors.get(node.source);
    if (anchor?.read) {
      this.targets.set(node, anchor.node);
      return { ...anchor.read, own: anchor.read.count };
    }
    const message = anchor
      ? `the alias ${quote(node.source)} stands inside of what it stands for`
      : `there is no anchor ${quote(node.source)} before this alias`;
    this.#refuse("spec/alias", message, node.range[0], pointer);
    return UNREADABLE;
  }

  #refuse(code: Code, message: string, offset: number, pointer?: string): undefined {
    this.mistakes.push({ code, message, offset, ...(pointer === undefined ? {} : { pointer }) });
  }
}

function lengthAsValues(text: string): number {
  return Math.floor(text.length / TEXT_CHARACTERS);
}
