import fc from "fast-check";

/** Texts as people write them, in every script; never empty, and without white space at their ends. */
export function text(lengthMax: number): fc.Arbitrary<string> {
  const strange = fc.string({ unit: "grapheme", minLength: 1, maxLength: lengthMax });
  const plain = fc.stringMatching(/^[A-Za-z][-_.:/=A-Za-z0-9 ]{0,20}$/);
  return fc
    .oneof(plain, strange)
    .map((one) => one.trim().slice(0, lengthMax).toWellFormed())
    .filter((one) => one !== "");
}

/** Lower-case letters, digits and hyphens. */
export const label: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][-a-z0-9]{1,12}[a-z0-9]$/);

/** Any letters, in any case: what ARM compares without case. */
export const oddName: fc.Arbitrary<string> = fc.stringMatching(/^[A-Za-z][-A-Za-z0-9]{2,12}$/);

/** Another spelling of what is compared without case. */
export const respell: fc.Arbitrary<(text: string) => string> = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toLowerCase(),
  (text: string) => text.toUpperCase(),
);
