import { loadBundle } from "./worker.ts";

/*
 * Says what Azure's worker would index in a bundle, in one line of JSON:
 *
 *   node test/local/functions-host/list.ts dist/main.mjs
 */

const [bundle = ""] = process.argv.slice(2);
const worker = await loadBundle(bundle, { functionTimeoutMs: 0, onTimeout: () => {} });
process.stdout.write(`${JSON.stringify(worker.functions())}\n`, () => process.exit(0));
