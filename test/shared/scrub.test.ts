import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrub } from "../../src/shared/scrub.ts";
import { Secret } from "../../src/shared/secret.ts";

const hide = (text: string, ...values: readonly string[]): string =>
  scrub(
    text,
    values.map((value) => new Secret(value)),
  );

describe("a text", () => {
  it("that has no secret in it stays as it is", () => {
    expect(hide("nothing here… or here", "hunter2")).toBe("nothing here… or here");
    expect(hide("nothing here")).toBe("nothing here");
    expect(hide("nothing here", "")).toBe("nothing here");
  });

  it("loses every secret, wherever it stands", () => {
    expect(hide("hunter2 is not 'hunter2' nor pa$$", "hunter2", "pa$$")).toBe(
      "[secret] is not '[secret]' nor [secret]",
    );
  });

  it.each([
    ["JSON", '{"value":"two\\nlines \\"quoted\\""}'],
    ["a URL", "?value=two%0Alines%20%22quoted%22&x"],
    ["base64", `value ${Buffer.from('two\nlines "quoted"').toString("base64")}`],
  ])("loses a secret that was written for %s", (_, text) => {
    expect(hide(text, 'two\nlines "quoted"')).toMatch(/\[secret\]/);
    expect(hide(text, 'two\nlines "quoted"')).not.toMatch(/lines|dHdv/);
  });

  it("loses a secret that has another one in it as a whole", () => {
    expect(hide("hunter2 and hunter2-old", "hunter2", "hunter2-old")).toBe("[secret] and [secret]");
  });

  it("that was cut within a secret loses what is left of it", () => {
    const value = "-----BEGIN PRIVATE KEY-----abcdef";

    expect(hide(`no good: ${value.slice(0, 20)}…`, value)).toBe("no good: [secret]…");
    expect(hide(`no good: ${value.slice(0, 20)}…; Other: ${value.slice(0, 9)}…`, value, "short")).toBe(
      "no good: [secret]…; Other: [secret]…",
    );
  });

  it("that was cut elsewhere keeps its end", () => {
    expect(hide("this is the end…", "endless", "deny")).toBe("this is the end…");
  });
});

it("no text has a secret in it afterwards, whatever stands around it", () => {
  const value = fc
    .string({ minLength: 4, maxLength: 40, unit: "grapheme" })
    .filter((text) => !/[[\]secrt]/.test(text));
  fc.assert(
    fc.property(value, fc.string(), fc.string(), (secret, before, after) => {
      expect(hide(`${before}${secret}${after}`, secret)).not.toContain(secret);
    }),
  );
});
