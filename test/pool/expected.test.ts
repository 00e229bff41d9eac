import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differences } from "../../src/pool/differences.ts";
import { expectedBody } from "../../src/pool/expected.ts";
import { redact } from "../../src/pool/redact.ts";
import { asArmAnswers } from "./as-arm-answers.ts";
import { anyBody, CUSTOM } from "./bodies.ts";

describe("what a pool should be once its body was put", () => {
  test("is as wanted, whatever was found", () => {
    fc.assert(
      fc.property(anyBody, anyBody, (wanted, other) => {
        // A pool keeps its kind for life: one of another kind is never put.
        fc.pre(wanted.properties.containerType === other.properties.containerType);
        const found = JSON.parse(JSON.stringify(asArmAnswers(other)));

        expect(differences(wanted, expectedBody(wanted, found))).toEqual([]);
      }),
    );
  });

  test("is what was found, where that is as wanted, in whatever spelling", () => {
    fc.assert(
      fc.property(anyBody, (wanted) => {
        const found = JSON.parse(JSON.stringify(asArmAnswers(wanted)));

        expect(expectedBody(wanted, found)).toEqual(redact(found));
      }),
    );
  });

  test("keeps what the author leaves to the service, and holds no value of a secret", () => {
    const found = JSON.parse(JSON.stringify(asArmAnswers({ ...CUSTOM, tags: { team: "another" } })));

    const expected = expectedBody(CUSTOM, found);

    expect(expected).toMatchObject({ systemData: found.systemData, tags: CUSTOM.tags });
    expect(JSON.stringify([expected, expectedBody(CUSTOM, undefined)])).not.toContain("hush");
  });
});
