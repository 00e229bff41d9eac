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
