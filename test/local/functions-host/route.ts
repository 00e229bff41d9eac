/** Where an HTTP function answers. */
export interface Route {
  readonly function: string;
  /** In capitals. */
  readonly methods: readonly string[];
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter" | "optional" | "rest"; readonly name: string };

export type Parameters = { readonly [name: string]: string };

/** Reads a template such as `github/webhook/{app?}`; `{name}`, `{name?}` and `{*name}` are understood. */
export function parseRoute(template: string): readonly Segment[] {
  const segments = template.split("/").filter((text) => text !== "");
  return segments.map((text) => {
    if (!/[{}]/.test(text)) return { kind: "literal", text };
    const [, star, name, mark] = /^\{(\*?)(\w+)(\??)\}$/.exec(text) ?? [];
    if (name === undefined || (star === "*" && text !== segments.at(-1)))
      throw new Error(`the route "${template}" has a segment that this host does not understand: ${text}`);
    if (star === "*") return { kind: "rest", name };
    return { kind: mark === "?" ? "optional" : "parameter", name };
  });
}

const RANKS = { literal: 0, parameter: 1, optional: 2, rest: 3 };

/** Puts the routes in the order in which they are tried: what is more exact comes first. */
export function inOrder(routes: readonly Route[]): readonly Route[] {
  const rank = ({ segments }: Route) => segments.map(({ kind }) => RANKS[kind]).join("");
  return routes.toSorted((a, b) => rank(a).localeCompare(rank(b)));
}

/**
 * The function that answers, with its parameters. A known path with an unknown method is not found either:
 * Azure answers 404 there, not 405.
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly function: string; readonly parameters: Parameters } | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  for (const route of routes) {
    if (!route.methods.includes(method)) continue;
    const parameters = match(route.segments, parts);
    if (parameters !== undefined) return { function: route.function, parameters };
  }
  return undefined;
}

function match(segments: readonly Segment[], parts: readonly string[]): Parameters | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (segment.kind === "rest") {
      parameters[segment.name] = decoded(parts.slice(index).join("/"));
      return parameters;
    }
    if (segment.kind === "literal") {
      if (part?.toLowerCase() !== segment.text.toLowerCase()) return undefined;
    } else if (part !== undefined) {
      parameters[segment.name] = decoded(part);
    } else if (segment.kind === "parameter") return undefined;
  }
  return parts.length > segments.length ? undefined : parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign stays as it is
  }
}
