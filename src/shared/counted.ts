/** `1 error`, `3 errors`. The noun is one that takes an s. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
