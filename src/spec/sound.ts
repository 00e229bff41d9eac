import { isObject } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";
import type { SoundPool } from "./rules/rule.ts";
import { shapeAt } from "./shape.ts";
import { BROKEN } from "./values.ts";

export interface SoundPart {
  readonly pool: SoundPool;
  /** Pointers of what is left out: what was refused, and what could not be read. */
  readonly refused: ReadonlySet<string>;
}

/** The value without what was refused at the pointers, and without what could not be read. */
export function soundOf(value: unknown, refusedBefore: ReadonlySet<string>): SoundPart {
  const refused = new Set(refusedBefore);
  const sound = keep(value, "", refused);
  return { pool: isObject(sound) ? sound : {}, refused };
}

/** Whether the value at the pointer, or what it stands in, was refused: nothing more is to be said of it. */
export function isRefused(pointer: string, refused: ReadonlySet<string>): boolean {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    if (refused.has(at)) return true;
    if (at === "") return false;
  }
}

function keep(value: unknown, pointer: string, refused: Set<string>): unknown {
  if (value === BROKEN) refused.add(pointer);
  if (refused.has(pointer)) return undefined;
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const at = below(pointer, index);
      return keep(item, at, refused) ?? emptyOf(at);
    });
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => {
    return [name, keep(member, below(pointer, name), refused)] as const;
  });
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** Keeps the entries behind it at their numbers. */
function emptyOf(pointer: string): unknown {
  return shapeAt(pointer).type === "object" ? {} : "";
}
