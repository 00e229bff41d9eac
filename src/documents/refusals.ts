/** The webhooks that were refused this hour and are on record. Written by receive alone. */
export interface Refusals {
  readonly format: 1;
  /** UTC, such as `2026-01-05T09`. */
  readonly hour: string;
  readonly reasons: readonly string[];
}
