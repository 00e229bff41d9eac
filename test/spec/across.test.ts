import { expect, test } from "vitest";
import { type Claim, checkTogether } from "../../src/spec/across.ts";
import { sortProblems } from "../../src/spec/problem.ts";

const SUBSCRIPTION = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";
const lane = {
  resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "rg" }],
  keyVaults: ["one.vault.azure.net", "two.vault.azure.net"],
};
const places = {
  subscriptionId: { line: 2, column: 1 },
  resourceGroup: { line: 3, column: 1 },
  name: { line: 4, column: 1 },
};
const claim = (path: string, pool: Partial<Claim["pool"]> = {}): Claim => ({
  path,
  pool: { subscriptionId: SUBSCRIPTION, resourceGroup: "rg", name: path.replace(/\W/g, ""), ...pool },
  places,
});
const check = (...claims: readonly Claim[]) => sortProblems(checkTogether(claims, lane));

test("specs of different pools in the source's groups are fine", () => {
  const problems = check(claim("a.yaml"), claim("b.yaml"), claim("c.yaml", { resourceGroup: "RG" }));

  expect(problems).toEqual([]);
});

test("two specs of one pool are both named, however they spell it", () => {
  const problems = check(
    claim("a.yaml", { name: "same" }),
    claim("b.yaml", { name: "SAME", resourceGroup: "Rg", subscriptionId: SUBSCRIPTION.toUpperCase() }),
  );

  expect(problems).toMatchObject([
    {
      file: "a.yaml",
      line: 4,
      code: "spec/duplicate-pool",
      message: 'the pool same has another spec too, "b.yaml": keep one of them',
    },
    {
      file: "b.yaml",
      line: 4,
      code: "spec/duplicate-pool",
      message: 'the pool SAME has another spec too, "a.yaml": keep one of them',
    },
  ]);
});

test("of many specs of one pool, each says how many there are", () => {
  const problems = check(...["a", "b", "c", "d"].map((name) => claim(`${name}.yaml`, { name: "same" })));

  expect(problems).toHaveLength(4);
  expect(problems[3]?.message).toContain('"a.yaml" and 2 more');
});

test("a pool may not be of the same name only in another group", () => {
  const both = {
    ...lane,
    resourceGroups: [...lane.resourceGroups, { subscriptionId: SUBSCRIPTION, resourceGroup: "two" }],
  };
  const claims = [claim("a.yaml", { name: "same" }), claim("b.yaml", { name: "same", resourceGroup: "two" })];

  expect(checkTogether(claims, both)).toEqual([]);
});

test("a spec outside the source's groups is refused at what is wrong", () => {
  const problems = check(
    claim("a.yaml", { resourceGroup: "other" }),
    claim("b.yaml", { subscriptionId: "00000000-0000-0000-0000-000000000000" }),
  );

  expect(problems).toMatchObject([
    { file: "a.yaml", line: 3, code: "spec/outside-source" },
    { file: "b.yaml", line: 2, code: "spec/outside-source" },
  ]);
  expect(problems[0]?.message).toBe(
    `this source may not deploy to /subscriptions/${SUBSCRIPTION}/resourceGroups/other; it may deploy to /subscriptions/${SUBSCRIPTION}/resourceGroups/rg`,
  );
});

test("paths that differ by case only are both named", () => {
  const problems = check(claim("pools/a.yaml", { name: "one" }), claim("Pools/A.yaml", { name: "two" }));

  expect(problems).toMatchObject([
    { file: "Pools/A.yaml", line: 1, column: 1, code: "spec/path-case" },
    { file: "pools/a.yaml", line: 1, column: 1, code: "spec/path-case" },
  ]);
});

test("folders that differ by case only, and letters that are composed in two ways, are one path", () => {
  const problems = check(
    claim("pools/Team/a.yaml", { name: "one" }),
    claim("pools/team/a.yaml", { name: "two" }),
    claim("pools/\u00e9.yaml", { name: "three" }),
    claim("pools/e\u0301.yaml", { name: "four" }),
    claim("pools/team/b.yaml", { name: "five" }),
  );

  expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
    "pools/Team/a.yaml spec/path-case",
    "pools/e\u0301.yaml spec/path-case",
    "pools/team/a.yaml spec/path-case",
    "pools/\u00e9.yaml spec/path-case",
  ]);
});

test("the path of a file that is no valid spec takes part", () => {
  const problems = checkTogether([claim("pools/a.yaml")], lane, ["pools/A.yaml", "pools/a.yaml"]);

  expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
    "pools/A.yaml spec/path-case",
    "pools/a.yaml spec/path-case",
  ]);
});

test("a spec that is known from before and one that was just read can name one pool", () => {
  const { path, pool } = claim("a.yaml", { name: "same" });

  expect(check({ path, pool }, claim("b.yaml", { name: "same" }))).toMatchObject([
    { file: "a.yaml", line: 1, column: 1, code: "spec/duplicate-pool" },
    { file: "b.yaml", line: 4, column: 1, code: "spec/duplicate-pool" },
  ]);
});

test.each([
  ["each of a pool of its own", (index: number) => ({ name: `p${index}` })],
  ["all of one pool", () => ({ name: "same" })],
  ["all outside the source", () => ({ resourceGroup: "other" })],
])("checking specs takes no more steps a spec the more there are: %s", (_, pool) => {
  const stepsFor = (count: number) => {
    let steps = 0;
    const counted = <T extends object>(value: T): T =>
      new Proxy(value, {
        get: (target, key) => {
          steps += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
    const claims = Array.from({ length: count }, (_, index) => claim(`p${index}.yaml`, pool(index)));
    checkTogether(claims.map(counted), lane);
    return steps / count;
  };

  expect(stepsFor(2000)).toBeLessThanOrEqual(stepsFor(20) * 1.1);
});

test("2,000 specs are fine, one more is not", () => {
  const claims = Array.from({ length: 2000 }, (_, index) => claim(`p${index}.yaml`));

  expect(check(...claims)).toEqual([]);
  expect(check(...claims, claim("z.yaml"))).toEqual([
    {
      severity: "error",
      file: "z.yaml",
      line: 1,
      column: 1,
      code: "spec/too-many-specs",
      message: "the source has 2001 specs, and 2000 at most are deployed from one source: split it",
    },
  ]);
});

test("a spec that is known from before has no places and is checked all the same", () => {
  const { path, pool } = claim("a.yaml", { resourceGroup: "other" });

  expect(check({ path, pool })).toMatchObject([
    { file: "a.yaml", line: 1, column: 1, code: "spec/outside-source" },
  ]);
});

test("problems are sorted by file, line and column", () => {
  const at = (file: string, line: number, column: number) =>
    ({ severity: "error", code: "spec/type", message: "x", file, line, column }) as const;

  const sorted = sortProblems([at("b", 1, 1), at("a", 10, 1), at("a", 9, 3), at("a", 9, 2), at("B", 1, 1)]);

  expect(sorted.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
    "B:1:1",
    "a:9:2",
    "a:9:3",
    "a:10:1",
    "b:1:1",
  ]);
});

test("secrets from the source's key vaults are fine", () => {
  const vaults = [{ vault: "one.vault.azure.net" }, { vault: "two.vault.azure.net" }];

  expect(check({ ...claim("a.yaml"), vaults })).toEqual([]);
});

test("a secret from another key vault is refused where it is named, with the setting that would allow it", () => {
  const vaults = [
    { vault: "one.vault.azure.net", place: { line: 7, column: 9 } },
    { vault: "three.vault.azure.net", place: { line: 8, column: 9 } },
    { vault: "one.vault.azure.cn", place: { line: 9, column: 9 } },
  ];

  const problems = check({ ...claim("a.yaml"), vaults });

  expect(problems).toMatchObject([
    { file: "a.yaml", line: 8, column: 9, severity: "error", code: "spec/vault-outside-source" },
    { file: "a.yaml", line: 9, column: 9, severity: "error", code: "spec/vault-outside-source" },
  ]);
  expect(problems[0]?.message).toBe(
    "this source may not take secrets from the key vault three.vault.azure.net, only from one.vault.azure.net, two.vault.azure.net: to allow it, add it to keyVaults in the source's settings",
  );
});

test("a source that names no key vault allows none, also to a spec that was read before", () => {
  const known = { ...claim("a.yaml"), vaults: [{ vault: "one.vault.azure.net" }] };

  const problems = checkTogether([known], { ...lane, keyVaults: [] });

  expect(problems).toEqual([
    {
      severity: "error",
      code: "spec/vault-outside-source",
      message:
        "this source may not take secrets from the key vault one.vault.azure.net: to allow it, add it to keyVaults in the source's settings",
      file: "a.yaml",
      line: 1,
      column: 1,
    },
  ]);
});
