import { availableParallelism, loadavg } from "node:os";
import { benchAuditLog } from "./audit-log.ts";
import { benchPush } from "./push.ts";
import { benchScale } from "./scale.ts";
import { benchSnapshot } from "./snapshot.ts";
import { benchStart } from "./start.ts";
import { benchValidate } from "./validate.ts";
import { benchWebhook } from "./webhook.ts";

/*
 * npm run bench                    all of them, in some five minutes
 * npm run bench -- start webhook   only those
 */

const BENCHES: { readonly [name: string]: () => Promise<string> } = {
  start: benchStart,
  validate: benchValidate,
  webhook: benchWebhook,
  push: benchPush,
  scale: benchScale,
  snapshot: benchSnapshot,
  "audit-log": benchAuditLog,
};

async function run(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench === undefined) continue;
    // Ratios mean the same everywhere; the rest is this machine's, as busy as it was.
    const load = loadavg()[0]?.toFixed(1);
    console.log(`\n${await bench()}`);
    console.log(
      `  (Node ${process.versions.node}, ${availableParallelism()} processors, load average ${load} when it began)`,
    );
  }
}

const known = Object.keys(BENCHES);
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`there is no bench "${unknown}"; there is ${known.join(", ")}`);
  process.exit(2);
}
try {
  await run(asked.length > 0 ? asked : known);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
