import { eachContainer } from "./each-container.ts";
import type { Rule } from "./rule.ts";

const CORES_MIN = 0.25;
const CORES_MAX = 2;
const GIB_PER_CORE = 2;

/** What one session gets. */
export const RESOURCES: readonly Rule[] = [
  {
    code: "pool/resources",
    severity: "warning",
    demand: "each container has `resources` with `cpu` and `memory`",
    source: "the service documents no defaults",
    check: eachContainer(({ container: { resources = {} }, pointer, label }) => {
      const missing = (["cpu", "memory"] as const).filter((name) => resources[name] === undefined);
      if (missing.length === 0) return [];
      const first = `${pointer}/resources/${missing[0]}`;
      const message = `${missing.join(" and ")} missing in resources of ${label}, and the service documents no default: write for example cpu: 0.5 and memory: 1Gi`;
      return [{ pointer: first, message }];
    }),
  },
  {
    code: "pool/cpu",
    severity: "warning",
    demand: "`cpu` is between 0.25 and 2, in steps of 0.25",
    source: "help text of Microsoft's CLI; the service documents no range, so it is no error",
    check: eachContainer(({ container: { resources }, pointer }) => {
      const cpu = resources?.cpu;
      if (cpu === undefined || isProven(cpu)) return [];
      const message = `cpu is known to work between ${CORES_MIN} and ${CORES_MAX} cores, in steps of ${CORES_MIN}: the service may refuse ${cpu}`;
      return [{ pointer: `${pointer}/resources/cpu`, message }];
    }),
  },
  {
    code: "pool/memory-unit",
    severity: "warning",
    demand: "`memory` is in `Gi`",
    source: "help text of Microsoft's CLI",
    check: eachContainer(({ container: { resources }, pointer }) => {
      if (resources?.memory === undefined || gibOf(resources.memory) !== undefined) return [];
      const message = "memory is known to work in Gi only: write for example 0.5Gi or 1Gi";
      return [{ pointer: `${pointer}/resources/memory`, message }];
    }),
  },
  {
    code: "pool/memory",
    severity: "warning",
    demand: "`memory` is twice `cpu`: 0.25 and 0.5Gi up to 2 and 4Gi",
    source: "the pairs that Microsoft's live tests use; the service documents no table, so it is no error",
    check: eachContainer(({ container: { resources }, pointer }) => {
      const { cpu, memory } = resources ?? {};
      const gib = memory === undefined ? undefined : gibOf(memory);
      if (cpu === undefined || gib === undefined || !isProven(cpu) || gib === cpu * GIB_PER_CORE) return [];
      const message = `memory is known to work as twice the cores: with cpu ${cpu}, write ${cpu * GIB_PER_CORE}Gi`;
      return [{ pointer: `${pointer}/resources/memory`, message }];
    }),
  },
];

function isProven(cpu: number): boolean {
  return cpu >= CORES_MIN && cpu <= CORES_MAX && Number.isInteger(cpu / CORES_MIN);
}

function gibOf(memory: string): number | undefined {
  return memory.endsWith("Gi") ? Number(memory.slice(0, -2)) : undefined;
}
