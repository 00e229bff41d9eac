import { parseArgs } from "node:util";
import { type Cloud, PORTS, startCloud } from "./cloud.ts";
import { tellHappenings } from "./happenings.ts";

const HELP = `Runs poolkeeper with all of its surroundings on this machine, until Ctrl-C.

  npm start [-- options]

  --json      print one line of JSON when ready: where everything is
  --port N    fixed ports: ${PORTS.map((name, index) => `${name} N${index === 0 ? "" : `+${index}`}`).join(", ")}
  --help      print this

test/local/README.md says more.`;

interface Arguments {
  readonly json: boolean;
  readonly help: boolean;
  readonly port: number | undefined;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: { json: { type: "boolean" }, help: { type: "boolean" }, port: { type: "string" } },
  });
  const { json = false, help = false, port } = values;
  return { json, help, port: port === undefined ? undefined : readPort(port) };
}

function readPort(text: string): number {
  const port = Number(text);
  const last = 65_536 - PORTS.length;
  if (!Number.isInteger(port) || port < 1 || port > last)
    throw new Error(`--port is a number from 1 to ${last}, not '${text}'`);
  return port;
}

async function run({ json, port }: Arguments): Promise<void> {
  const stop = stopSignal();
  const cloud = await startCloud(port === undefined ? {} : { port });
  const quiet = json ? announce(cloud) : accompany(cloud);
  await stop;
  quiet();
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
  control            ${controlUrl} (see test/local/README.md)
  the app's log      ${hostLog}

Ctrl-C stops everything. This is what happens:
`;
}

const PARENT_LOOK_MS = 500;

/** Resolves when this process is asked to go. Who asks twice does not want to wait. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      resolve();
      process.once(signal, () => process.exit(1));
    });
  }
  // npm may be killed without a word to its script; nothing must be left running then.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined)
    setInterval(() => process.ppid !== parent && resolve(), PARENT_LOOK_MS).unref();
  return promise;
}

let given: Arguments;
try {
  given = readArguments();
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
