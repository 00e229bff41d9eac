import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createHttpHeaders, type HttpClient } from "@azure/core-rest-pipeline";
import { createPoolResources } from "../../src/arm/pools.ts";
import { openFolder } from "../../src/cli/folder.ts";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import type { Source } from "../../src/documents/source.ts";
import type { Wanted } from "../../src/documents/wanted.ts";
import { poolPath } from "../../src/pool/id.ts";
import type { Audit, Documents, Labels } from "../../src/ports.ts";
import { takeSnapshot } from "../../src/snapshot/take.ts";

/*
 * Bundled and started by snapshot.ts: <folder> <pools>
 * Takes two snapshots over ARM's adapter, into a folder, and prints what they took.
 */

export interface Taken {
  readonly ms: number;
  readonly bodies: number;
  /** Blobs stored, whatever they are. */
  readonly writes: number;
  /** That ARM gave. */
  readonly pages: number;
  /** Of the process so far, in bytes. */
  readonly rss: number;
}

const [folder = "", count = ""] = process.argv.slice(2);
const POOLS = Number(count);
const PAGE = 500;
const GROUP = { subscriptionId: "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345", resourceGroup: "rg" };
const SOURCE: Source = {
  name: "pools",
  repository: { owner: "contoso", name: "pools" },
  branch: "main",
  directory: "",
  resourceGroups: [GROUP],
  keyVaults: [],
  removed: "keep",
  drift: "report",
  deletionsMax: 5,
  paused: false,
};

const idOf = (index: number) => ({ ...GROUP, name: `pool-${String(index).padStart(6, "0")}` });

/** As much as a custom container's body holds. */
const bodyOf = (index: number) => ({
  location: "East US",
  properties: {
    poolManagementType: "Dynamic",
    containerType: "CustomContainer",
    scaleConfiguration: { maxConcurrentSessions: 100 + (index % 50), readySessionInstances: 5 },
    customContainerTemplate: {
      containers: [
        {
          name: "main",
          image: `contoso.azurecr.io/worker:${index}`,
          resources: { cpu: 0.5, memory: "1Gi" },
          env: Array.from({ length: 20 }, (_, number) => ({
            name: `NAME_${number}`,
            value: `value ${number}`,
          })),
        },
      ],
      ingress: { targetPort: 80 },
    },
  },
});

const arm = { pages: 0 };
const httpClient: HttpClient = {
  async sendRequest(request) {
    const page = Number(new URL(request.url).searchParams.get("page") ?? 0);
    arm.pages += 1;
    const value = Array.from({ length: Math.min(PAGE, POOLS - page * PAGE) }, (_, at) => {
      const id = idOf(page * PAGE + at);
      return { id: poolPath(id), name: id.name, ...bodyOf(page * PAGE + at) };
    });
    const isLast = (page + 1) * PAGE >= POOLS;
    const nextLink = `https://arm.test/next?page=${page + 1}`;
    const bodyAsText = JSON.stringify({ value, ...(isLast ? {} : { nextLink }) });
    return { request, status: 200, headers: createHttpHeaders(), bodyAsText };
  },
};

const state = new Map<string, unknown>();
const documents: Pick<Documents, "list" | "read" | "hold"> = {
  async read(name) {
    const index = Number(/pool-(\d+)\.json$/.exec(name)?.[1]);
    const wanted: Wanted = {
      format: 1,
      generation: 1,
      pool: idOf(index),
      source: SOURCE.name,
      commit: "a".repeat(40),
      path: `${idOf(index).name}.yaml`,
      wish: { kind: "present", specHash: "", body: bodyOf(index) },
    };
    return { value: wanted as never, etag: "" };
  },
  async *list(prefix) {
    const nameOf = prefix.startsWith("pools/") ? poolDocument : wantedDocument;
    const labels: Labels = { phase: "settled", generation: "1", at: "0" };
    for (let index = 0; index < POOLS; index += 1) yield { name: nameOf(idOf(index)), labels };
  },
  async hold(name, work) {
    return await work({
      value: state.get(name) as never,
      write: async (value) => void state.set(name, value),
    });
  },
};

const written: string[] = [];
mkdirSync(folder, { recursive: true });
const reader = await openFolder(folder);
const audit: Audit = {
  ...reader,
  async create(name, text) {
    written.push(name);
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return true;
  },
};

let nowMs = Date.parse("2026-01-05T09:00:00.000Z");
const clock = { now: () => nowMs };
const chance = { random: () => 0.5, uuid: () => "7d9b1f3e-0c6e-4a57-9d0e-9a3f0f5d2b11" };
const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }) };
const log = { info: () => {}, warn: () => {}, error: () => {} };
const pools = createPoolResources({
  endpoint: "https://arm.test",
  credential,
  httpClient,
  clock,
  chance,
  userAgent: "bench",
});

const runs: Taken[] = [];
for (let run = 0; run < 2; run += 1) {
  written.length = 0;
  arm.pages = 0;
  const began = performance.now();
  const taken = await takeSnapshot([SOURCE], {
    pools,
    documents,
    audit,
    clock,
    chance,
    log,
    version: "bench",
  });
  const ms = performance.now() - began;
  if (taken.kind !== "taken" || taken.manifest.counts.managed !== POOLS)
    throw new Error("not every pool is there");
  const bodies = written.filter((name) => name.startsWith("bodies/")).length;
  const rss = process.resourceUsage().maxRSS * 1024;
  runs.push({ ms, bodies, writes: written.length, pages: arm.pages, rss });
  nowMs += 3_600_000;
}
console.log(JSON.stringify(runs));
