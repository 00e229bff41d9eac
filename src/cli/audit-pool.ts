import { findPools } from "../audit/pool-history.ts";
import type { AuditReader } from "../audit/reader.ts";
import { groupMistake } from "../pool/group.ts";
import { parsePoolPath, poolPath } from "../pool/id.ts";
import { quote, visible } from "../spec/quote.ts";
import { usageError } from "./options.ts";
import { CannotRun } from "./world.ts";

/** The one pool that is meant, by its ARM id, `group/name` or name. */
export async function readPool(text: string, audit: AuditReader): Promise<string> {
  if (text.startsWith("/")) return readPoolPath(text);
  const found = await findPools(audit, text);
  const [pool, ...others] = found;
  if (pool === undefined)
    throw new CannotRun(
      `no pool ${quote(text)} is in the newest snapshot: give the ARM id of one that is gone`,
    );
  if (others.length > 0)
    throw new CannotRun(
      `${quote(text)} may be several pools:\n${found.map((id) => `  ${visible(id)}`).join("\n")}`,
    );
  return pool;
}

/** What is no pool's id is on no record, and nothing found would look like nothing done. */
function readPoolPath(text: string): string {
  const pool = parsePoolPath(text);
  if (!pool)
    throw usageError(
      "audit",
      `${quote(text)} is no ARM id of a session pool: write /subscriptions/…/resourceGroups/…/providers/Microsoft.App/sessionPools/…`,
    );
  const mistake = groupMistake(pool);
  if (mistake) throw usageError("audit", `${quote(text)} ${mistake}`);
  return poolPath(pool);
}
