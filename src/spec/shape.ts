import { below, keysOf } from "../shared/pointer.ts";
import schema from "./session-pool.schema.json" with { type: "json" };

/** What the schema says of one value. */
export interface Shape {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: Shape };
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  /** What the names of its members must be like. */
  readonly propertyNames?: Shape;
  readonly pattern?: string;
  /** What the pattern means, for people: editors know this keyword too. */
  readonly patternErrorMessage?: string;
}

const ROOT: Shape = schema;

/** What the schema says of the value at a pointer; nothing where it knows no such value. */
export function shapeAt(pointer: string): Shape {
  let shape: Shape | undefined = ROOT;
  for (const key of keysOf(pointer)) shape = shape && memberOf(shape, key);
  return shape ?? {};
}

function memberOf({ properties = {}, additionalProperties, items }: Shape, key: string): Shape | undefined {
  if (Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === "object" ? additionalProperties : items;
}

/** The value that has a property of this name, somewhere in a spec: its pointer, without numbers of items. */
export function ownerOf(name: string): string | undefined {
  return OWNERS.get(name.toLowerCase());
}

const OWNERS: ReadonlyMap<string, string> = new Map(ownersIn(ROOT, "").toReversed());

/** Outer ones first. */
function ownersIn(
  { properties = {}, items }: Shape,
  pointer: string,
): readonly (readonly [string, string])[] {
  const members = Object.entries(properties);
  return [
    ...members.map(([name]) => [name.toLowerCase(), pointer] as const),
    ...members.flatMap(([name, member]) => ownersIn(member, below(pointer, name))),
    ...(items ? ownersIn(items, pointer) : []),
  ];
}
