import type { ConfigurationEvent } from "../audit/event.ts";

/** The configuration that the audit's record has last. Written by recordConfiguration alone. */
export interface RecordedConfiguration {
  readonly format: 1;
  /** Of all that it says: another one is another configuration. */
  readonly hash: string;
  readonly event: ConfigurationEvent;
  /** The event is stored. */
  readonly isRecorded: boolean;
}

/** The webhooks that were refused this hour and are on record. Written by receive alone. */
export interface Refusals {
  readonly format: 1;
  /** UTC, such as `2026-01-05T09`. */
  readonly hour: string;
  readonly reasons: readonly string[];
}
