import { join } from "node:path";
import { type Built, build } from "../../scripts/build.ts";

/** Builds the empty app, with the settings that the app's own bundle is built with. */
export function buildEmptyApp(directory: string): Promise<Built> {
  return build({
    entry: join(import.meta.dirname, "empty-app.ts"),
    outfile: join(directory, "empty/main.mjs"),
  });
}
