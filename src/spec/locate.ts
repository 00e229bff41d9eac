import { type Alias, isAlias, isMap, isSeq, type Pair, type ParsedNode, type YAMLMap } from "yaml";

export type Member = Pair<ParsedNode, ParsedNode | null>;

export interface Links {
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias.Parsed, ParsedNode>;
  /** The members of each mapping by name. */
  readonly members: ReadonlyMap<YAMLMap.Parsed, ReadonlyMap<string, Member>>;
}

/**
 * Where the value stands that the keys lead to: a member at its key, an item at itself. What is not there is
 * found at the innermost value that is.
 */
export function offsetOf(keys: readonly string[], root: ParsedNode, { targets, members }: Links): number {
  let node: ParsedNode | null | undefined = root;
  let [offset] = root.range;
  for (const key of keys) {
    const whole: ParsedNode | null | undefined = isAlias(node) ? targets.get(node) : node;
    if (isMap(whole)) {
      const member: Member | undefined = members.get(whole)?.get(key);
      if (!member) return offset;
      offset = member.key.range[0];
      node = member.value;
    } else {
      node = isSeq(whole) ? whole.items[Number(key)] : undefined;
      if (!node) return offset;
      offset = node.range[0];
    }
  }
  return offset;
}
