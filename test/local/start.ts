import { once } from "node:events";
import { build } from "../../scripts/build.ts";
import { type Cloud, startCloud } from "./cloud.ts";
import { tellHappenings } from "./happenings.ts";
import { HELP, readArguments, type StartArguments } from "./start-arguments.ts";

/*
 * `npm start`: the cloud on a laptop, until it is asked to go.
 */

async function run({ json, port }: StartArguments): Promise<void> {
  const asked = askedToStop();
  await build();
  const cloud = await startCloud(port === undefined ? {} : { port });
  if (!asked.aborted) {
    const quiet = json ? announce(cloud) : accompany(cloud);
    await once(asked, "abort");
    quiet();
  }
  await cloud.close();
}

function announce({ addresses }: Cloud): () => void {
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
  return () => {};
}

function accompany(cloud: Cloud): () => void {
  const tell = (line: string) => console.log(`${new Date().toLocaleTimeString("en-GB")}  ${line}`);
  console.log(greeting(cloud));
  const quiet = tellHappenings(cloud, tell);
  return () => {
    quiet();
    console.log("\nStopping.");
  };
}

function greeting({ addresses, hostLog }: Cloud): string {
  const { gitUrl, webhookUrl, armEndpoint, controlUrl, subscriptionId, resourceGroup, branch, directory } =
    addresses;
  return `
poolkeeper is up. Deploy a session pool:

  git clone ${gitUrl}
  cd ${gitUrl.replace(/^.*\/|\.git$/g, "")}
  mkdir -p ${directory}
  cat > ${directory}/interpreter.yaml <<'END'
subscriptionId: ${subscriptionId}
resourceGroup: ${resourceGroup}
name: interpreter
location: East US
properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration: { maxConcurrentSessions: 100 }
  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
  sessionNetworkConfiguration: { status: EgressDisabled }
END
  git add . && git commit -m "A code interpreter" && git push origin HEAD:${branch}

Then change a number in it and push again, or make a mistake.

  the app's webhook  ${webhookUrl}
  ARM                ${armEndpoint} (its requests: ${controlUrl}/arm/requests)
  Key Vault          its vault is contoso; store a secret with
                     curl ${controlUrl}/keyvault/secrets -d '{"vault":"contoso","name":"api-key","value":"…"}'
  control            ${controlUrl} (see test/local/README.md)
  the app's log      ${hostLog}

Ctrl-C stops everything. This is what happens:
`;
}

const PARENT_LOOK_MS = 500;

/** Aborted when this process is asked to go. Who asks twice does not want to wait. */
function askedToStop(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => (asked.signal.aborted ? process.exit(1) : asked.abort()));
  }
  // npm may be killed without a word to its script; nothing must be left running then.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined)
    setInterval(() => process.ppid !== parent && asked.abort(), PARENT_LOOK_MS).unref();
  return asked.signal;
}

let given: StartArguments;
try {
  given = readArguments(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\nnpm start -- --help says what there is.`);
  process.exit(2);
}
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
try {
  await run(given);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
