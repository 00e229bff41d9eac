import type { Labels } from "../ports.ts";

/** Azure gives names back in lower case in one place and as they were written in another. */
const NAME = /^[a-z][a-z0-9]*$/;
/** Labels travel as HTTP headers. */
const VALUE = /^[!-~]([ -~]*[!-~])?$/;

/** Blob metadata of a document's labels; a property that is `undefined` is no label. */
export function toLabels(labels: object = {}): Labels {
  const entries = Object.entries(labels).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    if (!NAME.test(name) || typeof value !== "string" || !VALUE.test(value)) {
      throw new TypeError(
        `${name} can't be a label: lower-case letters and digits, with printable ASCII text`,
      );
    }
  }
  return Object.fromEntries(entries);
}
