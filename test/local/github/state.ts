import type { Settings } from "./settings.ts";

/** What changes while the stand-in runs, beside the repository itself. */
export interface State {
  settings: Settings;
  pushedAtMs: number;
}
