import type { Mistake } from "./place.ts";

/** Larger is no pool spec. */
export const SPEC_BYTES_MAX = 256 * 1024;

export interface Decoded {
  /** With a mistake: as much as shows where it is. */
  readonly text: string;
  readonly mistake?: Mistake;
}

const BYTE_ORDER_MARK = "\uFEFF";
const LFS_POINTER = "version https://git-lfs.github.com/spec/";

/** The text of a file, or why it is none. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > SPEC_BYTES_MAX) return { text: "", mistake: tooLarge(bytes.length) };
  const valid = validLength(bytes);
  const decoded = decodeUtf8(bytes.subarray(0, valid), { stream: valid < bytes.length });
  const text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  const mistake = valid < bytes.length ? notUtf8(bytes, text.length) : unfit(text);
  return mistake ? { text, mistake } : { text };
}

export function tooLarge(bytes: number): Mistake {
  const message = `the file has ${bytes} bytes, and a spec has ${SPEC_BYTES_MAX} at most`;
  return { code: "spec/too-large", message, offset: 0 };
}

function unfit(text: string): Mistake | undefined {
  if (text.startsWith(LFS_POINTER)) {
    const message =
      "this is a Git LFS pointer, not the file itself: take specs out of Git LFS (git lfs untrack) and commit them again";
    return { code: "spec/lfs-pointer", message, offset: 0 };
  }
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const message = "the file begins with more than one byte order mark: save it as UTF-8 again";
    return { code: "spec/encoding", message, offset: 0 };
  }
  if (text.trim() === "") return { code: "spec/empty", message: "the file is empty", offset: 0 };
  return conflict(text) ?? controlCharacter(text);
}

/** What git leaves in a file for a person to choose from; at the beginning of a line no spec has it. */
function conflict(text: string): Mistake | undefined {
  const marker = /^<{7} /m.exec(text);
  if (!marker) return undefined;
  const message =
    "a merge conflict is left here: choose a side, and take out the lines with <<<<<<<, ======= and >>>>>>>";
  return { code: "spec/syntax", message, offset: marker.index };
}

/** YAML allows none but tab and line break; a lone carriage return would hide a line. */
function controlCharacter(text: string): Mistake | undefined {
  const found = /(?![\t\n\r])\p{Cc}|\r(?!\n)/u.exec(text);
  if (!found) return undefined;
  const number = found[0].charCodeAt(0);
  const name = `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
  const hint = number === 0 ? ": if the file is UTF-16, save it as UTF-8" : ": take it out";
  const message = `the control character ${name} can't stand in a spec${hint}`;
  return { code: "spec/character", message, offset: found.index };
}

function notUtf8(bytes: Uint8Array, offset: number): Mistake {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const message = isUtf16
    ? "the file is UTF-16: save it as UTF-8"
    : "this is not UTF-8: save the file as UTF-8";
  return { code: "spec/encoding", message, offset };
}

/** How many bytes from the beginning are valid UTF-8. */
function validLength(bytes: Uint8Array): number {
  if (isUtf8(bytes, { stream: false })) return bytes.length;
  let good = 0;
  let bad = bytes.length;
  // Decoding fails from the first bad byte on, so halving finds it.
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (isUtf8(bytes.subarray(0, middle), { stream: true })) good = middle;
    else bad = middle - 1;
  }
  // All good but the end: a character is cut off there, and its first bytes are not yet text.
  return Math.min(good, bytes.length - 1);
}

function isUtf8(bytes: Uint8Array, options: { readonly stream: boolean }): boolean {
  try {
    decodeUtf8(bytes, options);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function decodeUtf8(bytes: Uint8Array, options: { readonly stream: boolean }): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, options);
}
