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

/**
 * What is wrong with the specs of a source together, though each of them is valid. The paths of those that are not
 * take part too.
 */
export function checkTogether(
  claims: readonly Claim[],
  lane: Lane,
  paths: readonly string[] = claims.map(({ path }) => path),
): readonly Problem[] {
  return [
    ...checkNumber(paths),
    ...claims.flatMap((claim) => checkLane(claim, lane) ?? []),
    ...claims.flatMap((claim) => checkVaults(claim, lane)),
    ...checkTwins(claims, ({ pool }) => poolKey(pool), samePool),
    ...checkTwins(
      paths.map((path) => ({ path })),
      ({ path }) => path.normalize("NFC").toLowerCase(),
      samePath,
    ),
  ];
}

/** Asked before anything is read: so many files are not worth the requests. */
export function checkNumber(paths: readonly string[]): readonly Problem[] {
  if (paths.length <= SPECS_MAX) return [];
  const first = paths.toSorted()[SPECS_MAX] ?? "";
  const message = `the source has ${paths.length} specs, and ${SPECS_MAX} at most are deployed from one source: split it`;
  return [problemAt(first, undefined, "spec/too-many-specs", message)];
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

/** A problem for each that has the same key as others. */
function checkTwins<Twin extends Pick<Claim, "path">>(
  all: readonly Twin[],
  keyOf: (twin: Twin) => string,
  describe: (twin: Twin, others: string) => Problem,
): readonly Problem[] {
  const groups = Map.groupBy(all, keyOf).values();
  return [...groups].flatMap((twins) => {
    const [first, second] = twins;
    if (!first || !second) return [];
    const more = twins.length > 2 ? ` and ${twins.length - 2} more` : "";
    return twins.map((twin) => describe(twin, quote((twin === first ? second : first).path) + more));
  });
}

function samePool({ path, pool, places }: Claim, others: string): Problem {
  const message = `the pool ${pool.name} has another spec too, ${others}: keep one of them`;
  return problemAt(path, places?.name, "spec/duplicate-pool", message);
}

function samePath({ path }: Pick<Claim, "path">, others: string): Problem {
  const message = `the path differs only by upper and lower case from ${others}, so some computers can't hold both: rename one of them`;
  return problemAt(path, undefined, "spec/path-case", message);
}

function problemAt(file: string, place: Place | undefined, code: Code, message: string): Problem {
  return { severity: "error", code, message, file, ...(place ?? { line: 1, column: 1 }) };
}
