import { isCustom, isInterpreter } from "./kind.ts";
import type { Rule, SoundPool } from "./rule.ts";

const SCALE = "/properties/scaleConfiguration";
const MAX = `${SCALE}/maxConcurrentSessions`;
const READY = `${SCALE}/readySessionInstances`;

/** Documented for code interpreters; nothing is said of custom containers. */
const INTERPRETER_SESSIONS_MAX = 600;

/** How many sessions there are. */
export const SCALE_RULES: readonly Rule[] = [
  {
    code: "pool/max-sessions",
    severity: "error",
    demand: "custom containers: `maxConcurrentSessions` is there",
    source: "the service compares readySessionInstances with it (SessionPoolInvalidReadySessionInstances)",
    check: (pool) => {
      if (!isCustom(pool) || scaleOf(pool).maxConcurrentSessions !== undefined) return [];
      const message =
        "maxConcurrentSessions is missing: a custom container needs it, larger than readySessionInstances";
      return [{ pointer: MAX, message }];
    },
  },
  {
    code: "pool/max-sessions-default",
    severity: "warning",
    demand: "code interpreters: `maxConcurrentSessions` is there",
    source: "the service documents no default; its tools write 10 or 5 themselves",
    check: (pool) => {
      if (!isInterpreter(pool) || scaleOf(pool).maxConcurrentSessions !== undefined) return [];
      const message =
        "maxConcurrentSessions is missing, and the service documents no default: write how many sessions there may be, up to 600";
      return [{ pointer: MAX, message }];
    },
  },
  {
    code: "pool/max-sessions-limit",
    severity: "error",
    demand: `code interpreters: \`maxConcurrentSessions\` is ${INTERPRETER_SESSIONS_MAX} at most`,
    source: "Microsoft's documentation of code interpreter sessions",
    check: (pool) => {
      const max = scaleOf(pool).maxConcurrentSessions ?? 0;
      if (!isInterpreter(pool) || max <= INTERPRETER_SESSIONS_MAX) return [];
      const message = `maxConcurrentSessions must be ${INTERPRETER_SESSIONS_MAX} at most for code interpreters, not ${max}`;
      return [{ pointer: MAX, message }];
    },
  },
  {
    code: "pool/ready-instances",
    severity: "error",
    demand: "custom containers: `readySessionInstances` is more than 0 and less than `maxConcurrentSessions`",
    source: "the service refuses others with SessionPoolInvalidReadySessionInstances",
    check: (pool) => {
      if (!isCustom(pool)) return [];
      const { readySessionInstances: ready, maxConcurrentSessions: max } = scaleOf(pool);
      const below = max === undefined ? "maxConcurrentSessions" : `maxConcurrentSessions (${max})`;
      if (ready === undefined) {
        const message = `readySessionInstances is missing: a custom container needs it, more than 0 and less than ${below}`;
        return [{ pointer: READY, message }];
      }
      if (ready > 0 && (max === undefined || ready < max)) return [];
      if (max === 1) {
        const message =
          "readySessionInstances must be more than 0 and less than maxConcurrentSessions: raise maxConcurrentSessions to 2 or more";
        return [{ pointer: READY, message }];
      }
      const message = `readySessionInstances must be more than 0 and less than ${below}, not ${ready}`;
      return [{ pointer: READY, message }];
    },
  },
  {
    code: "pool/ready-ignored",
    severity: "warning",
    demand: "code interpreters: no `readySessionInstances`",
    source: "recorded traffic: the service passes it over and never answers it",
    check: (pool) => {
      if (!isInterpreter(pool) || scaleOf(pool).readySessionInstances === undefined) return [];
      const message =
        "readySessionInstances says nothing for code interpreters: the service ignores it, so take it out";
      return [{ pointer: READY, message }];
    },
  },
];

function scaleOf({ properties }: SoundPool) {
  return properties?.scaleConfiguration ?? {};
}
