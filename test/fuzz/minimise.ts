/** What is not small by then is small enough, or slow to read. */
const TRIES_MAX = 2000;

/** Makes bytes smaller for as long as they still fail: takes pieces out, large ones first. */
export function minimise(bytes: Buffer, fails: (bytes: Buffer) => boolean): Buffer {
  let smallest = bytes;
  let tries = 0;
  for (let size = Math.ceil(bytes.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.length && tries < TRIES_MAX; ) {
      tries += 1;
      const without = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)]);
      if (fails(without)) smallest = without;
      else at += size;
    }
  }
  return smallest;
}
