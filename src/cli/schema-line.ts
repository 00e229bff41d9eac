import type { World } from "./world.ts";

/** Where `npm install poolkeeper` puts the schema. */
const INSTALLED = "node_modules/poolkeeper/src/spec/session-pool.schema.json";

/** The comment that makes editors complete and explain a spec; the schema's place is named from the spec's. */
export function schemaLine(path: string, { files, schemaPath }: Pick<World, "files" | "schemaPath">): string {
  const here = files.tidy(schemaPath);
  // A place outside the project, such as a cache of npm's, is nobody else's.
  const schema = here.startsWith("/") || here.startsWith("..") || here.includes(":") ? INSTALLED : here;
  return `# yaml-language-server: $schema=${files.relative(path, schema)}`;
}
