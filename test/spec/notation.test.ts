import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { type Mapping, nodeOf, STYLES, writeDown } from "./write-down.ts";

const VALID = join(import.meta.dirname, "../fixtures/specs/valid");

describe("a spec is the same spec", () => {
  test.each(readdirSync(VALID).filter((name) => /\.(?:ya?ml|json)$/.test(name)))(
    "%s in every notation",
    (name) => {
      const { spec } = readSpec({ path: name, bytes: readFileSync(join(VALID, name)) });
      const tree = nodeOf({ ...spec?.body, ...spec?.pool }) as Mapping;

      for (const style of STYLES) {
        const path = style.startsWith("JSON") ? "a.json" : "a.yaml";
        const { text } = writeDown(tree, style);
        for (const written of [text, `\uFEFF${text.replaceAll("\n", "\r\n")}`]) {
          expect(readSpec({ path, bytes: Buffer.from(written) }).spec?.hash, style).toBe(spec?.hash);
        }
      }
      expect(spec?.hash).toBeDefined();
    },
  );
});
