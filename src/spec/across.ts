import { groupKey, groupPath, type PoolId, poolKey, type ResourceGroup } from "../pool/id.ts";
import type { Code } from "./codes.ts";
import type { Place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { quote } from "./quote.ts";
import type { TargetPlaces, VaultUse } from "./read.ts";

/** More pools than this belong into several sources. */
const SPECS_MAX = 2000;

/** One spec's pool. The places are missing for a spec that is known from an earlier sync. */
export interface Claim {
  readonly path: string;
  readonly pool: PoolId;
  readonly places?: TargetPlaces;
  /** Where its secrets are. */
  readonly vaults?: readonly VaultUse[];
}

/** Where the specs of a source may deploy to, and from where they may take secrets. */
export interface Lane {
  readonly resourceGroups: readonly ResourceGroup[];
  readonly keyVaults: readonly string[];
}

/** What is wrong with the specs of a source together, though each of them is valid. */
export function checkTogether(claims: readonly Claim[], lane: Lane): readonly Problem[] {
  return [
    ...checkNumber(claims),
    ...claims.flatMap((claim) => checkLane(claim, lane) ?? []),
    ...claims.flatMap((claim) => checkVaults(claim, lane)),
    ...checkTwins(claims, ({ pool }) => poolKey(pool), samePool),
    ...checkTwins(claims, ({ path }) => path.normalize("NFC").toLowerCase(), samePath),
  ];
}

function checkNumber(claims: readonly Claim[]): readonly Problem[] {
  if (claims.length <= SPECS_MAX) return [];
  const paths = claims.map(({ path }) => path).toSorted();
  const message = `the source has ${claims.length} specs, and ${SPECS_MAX} at most are deployed from one source: split it`;
  return [problemAt(paths[SPECS_MAX] ?? "", undefined, "spec/too-many-specs", message)];
}

function checkLane({ path, pool, places }: Claim, { resourceGroups }: Lane): Problem | undefined {
  if (resourceGroups.some((group) => groupKey(group) === groupKey(pool))) return undefined;
  const subscription = pool.subscriptionId.toLowerCase();
  const isKnown = resourceGroups.some((group) => group.subscriptionId.toLowerCase() === subscription);
  const allowed = resourceGroups.map(groupPath).join(", ");
  const message = `this source may not deploy to ${groupPath(pool)}; it may deploy to ${allowed}`;
  const place = isKnown ? places?.resourceGroup : places?.subscriptionId;
  return problemAt(path, place, "spec/outside-source", message);
}

function checkVaults({ path, vaults = [] }: Claim, { keyVaults }: Lane): readonly Problem[] {
  const outside = vaults.filter(({ vault }) => !keyVaults.includes(vault));
  const others = keyVaults.length === 0 ? "" : `, only from ${keyVaults.join(", ")}`;
  return outside.map(({ vault, place }) => {
    const message = `this source may not take secrets from the key vault ${vault}${others}: to allow it, add it to keyVaults in the source's settings`;
    return problemAt(path, place, "spec/vault-outside-source", message);
  });
}

/** A problem for each claim that has the same key as others. */
function checkTwins(
  claims: readonly Claim[],
  keyOf: (claim: Claim) => string,
  describe: (claim: Claim, others: string) => Problem,
): readonly Problem[] {
  const groups = Map.groupBy(claims, keyOf).values();
  return [...groups].flatMap((twins) => {
    const describeTwin = (claim: Claim): Problem => {
      const others = twins.filter((twin) => twin !== claim).map(({ path }) => quote(path));
      return describe(
        claim,
        others.length > 1 ? `${others[0]} and ${others.length - 1} more` : `${others[0]}`,
      );
    };
    return twins.length > 1 ? twins.map(describeTwin) : [];
  });
}

function samePool({ path, pool, places }: Claim, others: string): Problem {
  const message = `the pool ${pool.name} has another spec too, ${others}: keep one of them`;
  return problemAt(path, places?.name, "spec/duplicate-pool", message);
}

function samePath({ path }: Claim, others: string): Problem {
  const message = `the path differs only by upper and lower case from ${others}: rename one of them`;
  return problemAt(path, undefined, "spec/path-case", message);
}

function problemAt(file: string, place: Place | undefined, code: Code, message: string): Problem {
  return { severity: "error", code, message, file, ...(place ?? { line: 1, column: 1 }) };
}
