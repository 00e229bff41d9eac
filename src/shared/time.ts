/** UTC, ISO 8601, to the millisecond: how every document writes an instant. */
export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Epoch milliseconds; `NaN` for what is no instant. */
export function fromIso(instant: string): number {
  return Date.parse(instant);
}

/** `14 s`, `3 min 5 s`, `2 h 10 min`: for people. */
export function printDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
