import { below } from "../../shared/pointer.ts";
import { isSecretPair, secretIn } from "../secret-shapes.ts";
import { containersOf } from "./each-container.ts";
import type { Finding, Rule, SoundPool } from "./rule.ts";

const INSTEAD = "git keeps it for ever. Put it into a key vault, and name it in secrets and secretRef";

/** Secrets written where everybody reads them. */
export const LITERAL: readonly Rule[] = [
  {
    code: "pool/secret-literal",
    severity: "warning",
    demand: "no `value`, `command`, `args` or tag looks like a password, a key or a token",
    source:
      "whoever reads the repository or the resource reads them; the shapes are those that providers publish",
    check: (pool) => {
      const kindOf = remembering(secretIn);
      const findings = textsIn(pool).flatMap(({ text, name, pointer }): readonly Finding[] => {
        const kind = kindOf(text);
        if (kind) return [{ pointer, message: `this looks like ${kind}: ${INSTEAD}` }];
        if (name === undefined || !isSecretPair(name, text)) return [];
        return [{ pointer, message: `by its name this variable is a secret: ${INSTEAD}` }];
      });
      return findings;
    },
  },
];

interface Text {
  readonly text: string;
  /** Of the variable. */
  readonly name?: string;
  readonly pointer: string;
}

function textsIn(pool: SoundPool): readonly Text[] {
  const inContainers = containersOf(pool).flatMap(({ container, pointer }) => [
    ...(container.env ?? []).flatMap(({ name, value }, index) =>
      value === undefined
        ? []
        : [{ text: value, ...(name !== undefined && { name }), pointer: `${pointer}/env/${index}/value` }],
    ),
    ...(["command", "args"] as const).flatMap((list) =>
      (container[list] ?? []).map((text, index) => ({ text, pointer: `${pointer}/${list}/${index}` })),
    ),
  ]);
  const tags = Object.entries(pool.tags ?? {}).flatMap(([name, text]) =>
    text === undefined ? [] : [{ text, pointer: below("/tags", name) }],
  );
  return [...inContainers, ...tags];
}

/** Aliases repeat a long text cheaply: it is looked at once. */
function remembering(look: (text: string) => string | undefined): (text: string) => string | undefined {
  const seen = new Map<string, string | undefined>();
  return (text) => {
    if (!seen.has(text)) seen.set(text, look(text));
    return seen.get(text);
  };
}
