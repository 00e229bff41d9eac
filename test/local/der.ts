/** What a certificate is made of: tag, length, value. */
export type Der = Buffer;

const SHORT_LENGTH_MAX = 0x7f; // a longer one is preceded by the count of its own bytes

function tagged(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), length(content.length), content]);
}

function length(bytes: number): Buffer {
  if (bytes <= SHORT_LENGTH_MAX) return Buffer.of(bytes);
  const digits: number[] = [];
  for (let rest = bytes; rest > 0; rest >>= 8) digits.unshift(rest & 0xff);
  return Buffer.of(0x80 | digits.length, ...digits);
}

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);

export const set = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);

/** `bytes` as a number that isn't negative. */
export function integer(bytes: Uint8Array): Der {
  const sign = (bytes[0] ?? 0) > 0x7f ? Buffer.of(0) : Buffer.alloc(0);
  return tagged(0x02, sign, bytes);
}

export const boolean = (value: boolean): Der => tagged(0x01, Buffer.of(value ? 0xff : 0));

export const octets = (bytes: Uint8Array): Der => tagged(0x04, bytes);

/** `unused`: how many of the last byte's bits don't count. */
export const bits = (bytes: Uint8Array, unused = 0): Der => tagged(0x03, Buffer.of(unused), bytes);

export const text = (value: string): Der => tagged(0x0c, Buffer.from(value, "utf8"));

/** A field that is known by its number instead of its type. */
export const field = (number: number, content: Uint8Array): Der => tagged(0xa0 | number, content);

/** The same, for a field that has no parts. */
export const plainField = (number: number, content: Uint8Array): Der => tagged(0x80 | number, content);

/** To the second, years 1950 to 2049. */
export function time(date: Date): Der {
  const digits = date.toISOString().replace(/\.\d+Z$|[-:T]/g, "");
  return tagged(0x17, Buffer.from(`${digits.slice(2)}Z`, "ascii"));
}

/** An object identifier such as `2.5.29.17`. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(sevenBits)));
}

function sevenBits(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f));
  return digits;
}
