import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Octokit } from "@octokit/core";
import { Ajv } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** Makes requests fail whose JSON answers have not the documented shape; gives the routes that were asked. */
export function checkAnswers(octokit: Octokit, openApi: OpenApi): ReadonlySet<string> {
  const asked = new Set<string>();
  octokit.hook.after("request", ({ status, headers, data }, { method, url }) => {
    if (!headers["content-type"]?.startsWith("application/json")) return;
    const route = `${method} ${url}`;
    const mistakes = openApi.mistakes(route, status, data);
    if (mistakes.length > 0) throw new Error(`${route}: ${mistakes.join("; ")}`);
    asked.add(route);
  });
  return asked;
}

type Node = { readonly [key: string]: unknown };

/** GitHub's own description of its API, as a check on answers. */
export interface OpenApi {
  /** What is wrong with an answer of `GET /repos/{owner}/{repo}`, say; nothing if it has the documented shape. */
  mistakes(route: string, status: number, value: unknown): readonly string[];
}

export function loadOpenApi(): OpenApi {
  const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
  const description = JSON.parse(readFileSync(file, "utf8"), withoutNullable) as Node;
  const ajv = new Ajv({ strict: false, allErrors: true, formats: fullFormats, validateSchema: false });
  ajv.addSchema({ $id: "github", ...description });
  return {
    mistakes(route, status, value) {
      const check = ajv.getSchema(`github#${pointerTo(description, route, status)}`);
      if (!check) throw new Error(`${route} has no documented answer ${status}`);
      if (check(value) === true) return [];
      return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
  };
}

/** OpenAPI 3.0 says `nullable`, JSON Schema a union with null. */
function withoutNullable(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("nullable" in value) || value.nullable !== true)
    return value;
  const { nullable: _nullable, ...rest } = value;
  return { anyOf: [{ type: "null" }, rest] };
}

function pointerTo(description: Node, route: string, status: number): string {
  const [method = "", path = ""] = route.split(" ");
  const response = ["paths", path, method.toLowerCase(), "responses", String(status)];
  const named = at(description, response)?.$ref;
  const place = typeof named === "string" ? named.slice(2).split("/") : response;
  return [...place, "content", "application/json", "schema"].map(escaped).join("");
}

function at(description: Node, place: readonly string[]): Node | undefined {
  return place.reduce<Node | undefined>((node, key) => node?.[key] as Node | undefined, description);
}

function escaped(part: string): string {
  return `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}
