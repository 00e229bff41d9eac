import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Difference, differences } from "../../src/pool/differences.ts";
import { isObject, type Json, type JsonObject } from "../../src/shared/json.ts";
import { bodyOf, validSpec } from "../generators/valid-spec.ts";
import { deployed } from "./deployed.ts";
import { pathOf, valueAt } from "./json-places.ts";
import { type Mutation, mutationsOf, plain, type Saying } from "./mutations.ts";

/*
 * What is deployed through the ARM stand-in and read back is as wanted, however the stand-in spells it; and any
 * one change of what the author wrote is found, and nothing else.
 */

describe("any valid spec", () => {
  test("has no difference once it is deployed, or while it is", async () => {
    await fc.assert(
      fc.asyncProperty(validSpec(), async (spec) => {
        const body = bodyOf(spec);

        for (const found of await deployed(spec, body)) expect(differences(body, found)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("differs in exactly what its author changes", async () => {
    await fc.assert(
      fc.asyncProperty(validSpec(), async (spec) => {
        const old = bodyOf(spec);
        const [, done = {}] = await deployed(spec, old);

        const all = mutationsOf(old).map((mutation) => ({
          what: mutation.what,
          said: differences(mutation.body, done).map((one) => told(one, mutation, done)),
          expected: mutation.says.map((one) => told(one, mutation, { ...old })),
        }));

        const wrong = all.filter(({ said, expected }) => !isDeepStrictEqual(said, expected));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

/** A difference by the names of its elements, as the service has them in an order of its own. */
function told({ pointer, wanted, found }: Saying | Difference, { body }: Mutation, old: JsonObject) {
  const place = placeIn(wanted === undefined ? old : { ...body }, pointer);
  return { place, wanted, found: loose(found) };
}

function placeIn(root: JsonObject, pointer: string): string {
  const path = pathOf(pointer);
  const names = path.map((name, index) => {
    const element = valueAt(root, path.slice(0, index + 1));
    const key = /^\d+$/.test(name) && isObject(element) ? (element.name ?? element.identity) : undefined;
    return plain(typeof key === "string" ? key : name);
  });
  return names.join(" > ");
}

/** Without what the service adds or spells in its own way. */
function loose(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(loose);
  if (!isObject(value)) return typeof value === "string" ? plain(value) : value;
  const members = Object.entries(value).filter(
    ([name, member]) =>
      !/^(principal|client)Id$/.test(name) && !(Array.isArray(member) && member.length === 0),
  );
  return Object.fromEntries(members.map(([name, member]) => [name, loose(member)]));
}
