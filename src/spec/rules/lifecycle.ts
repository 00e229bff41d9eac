import { CONTAINER_TYPE, isInterpreter } from "./kind.ts";
import type { Rule, SoundPool } from "./rule.ts";

const LIFECYCLE = "/properties/dynamicPoolConfiguration/lifecycleConfiguration";
const TYPE = `${LIFECYCLE}/lifecycleType`;
const COOLDOWN = `${LIFECYCLE}/cooldownPeriodInSeconds`;
const MAX_ALIVE = `${LIFECYCLE}/maxAlivePeriodInSeconds`;

/** When a session ends. */
export const LIFECYCLE_RULES: readonly Rule[] = [
  {
    code: "pool/lifecycle-type",
    severity: "error",
    demand: "`lifecycleType: OnContainerExit` only with `containerType: CustomContainer`",
    source: "Microsoft's documentation, its CLI and the azurerm provider",
    check: (pool) => {
      if (!isInterpreter(pool) || lifecycleOf(pool)?.lifecycleType !== "OnContainerExit") return [];
      const message = "OnContainerExit is for custom containers only: write lifecycleType: Timed";
      return [{ pointer: TYPE, message }];
    },
  },
  {
    code: "pool/cooldown",
    severity: "error",
    demand:
      "`cooldownPeriodInSeconds` with `Timed` (also where no `lifecycleType` is), not with `OnContainerExit`",
    source: "Microsoft's documentation: each type has one period, and the other is not supported",
    restsOn: [TYPE, CONTAINER_TYPE],
    check: (pool) => {
      const lifecycle = lifecycleOf(pool);
      if (!lifecycle) return [];
      const isThere = lifecycle.cooldownPeriodInSeconds !== undefined;
      if (lifecycle.lifecycleType === "OnContainerExit") {
        if (!isThere || isInterpreter(pool)) return [];
        const message =
          "cooldownPeriodInSeconds is not supported with OnContainerExit: take it out, or write lifecycleType: Timed";
        return [{ pointer: COOLDOWN, message }];
      }
      if (isThere) return [];
      const message =
        "cooldownPeriodInSeconds is missing: a Timed lifecycle needs it, between 300 and 3600 seconds";
      return [{ pointer: COOLDOWN, message }];
    },
  },
  {
    code: "pool/max-alive",
    severity: "error",
    demand: "`maxAlivePeriodInSeconds` with `OnContainerExit`, not with `Timed`",
    source: "Microsoft's documentation: each type has one period, and the other is not supported",
    restsOn: [TYPE, CONTAINER_TYPE],
    check: (pool) => {
      const lifecycle = lifecycleOf(pool);
      if (!lifecycle) return [];
      const isThere = lifecycle.maxAlivePeriodInSeconds !== undefined;
      if (lifecycle.lifecycleType === "OnContainerExit") {
        if (isThere || isInterpreter(pool)) return [];
        const message =
          "maxAlivePeriodInSeconds is missing: an OnContainerExit lifecycle needs it, for example 3600";
        return [{ pointer: MAX_ALIVE, message }];
      }
      if (!isThere) return [];
      const message = isInterpreter(pool)
        ? "maxAlivePeriodInSeconds is not supported with Timed: write cooldownPeriodInSeconds alone"
        : "maxAlivePeriodInSeconds is not supported with Timed: take it out, or write lifecycleType: OnContainerExit";
      return [{ pointer: MAX_ALIVE, message }];
    },
  },
];

/** Empty where the pool says nothing of it: then the service takes Timed. */
function lifecycleOf({ properties }: SoundPool) {
  const dynamic = properties?.dynamicPoolConfiguration;
  return dynamic && (dynamic.lifecycleConfiguration ?? {});
}
