import { below, keysOf } from "./pointer.ts";
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

/** Where else in a spec a property of this name is known: pointers of the values that have it. */
export function placesKnowing(name: string): readonly string[] {
  const found: string[] = [];
  const search = (shape: Shape, pointer: string): void => {
    for (const [key, member] of Object.entries(shape.properties ?? {})) {
      if (key.toLowerCase() === name.toLowerCase()) found.push(pointer);
      search(member, below(pointer, key));
    }
    if (shape.items) search(shape.items, pointer);
  };
  search(ROOT, "");
  return found;
}
