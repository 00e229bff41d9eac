import { describe, expect, test } from "vitest";
import { isObject } from "../infra/bicep.ts";
import { at, codeOf, fileOf, readInfra, readTexts } from "../infra/templates.ts";
import { codesIn, factsIn, firstColumn, programText, readText, refusalsIn } from "./source-texts.ts";

const PAGE = await readText("docs/operations.md");
const PROGRAM = await programText();
const INFRA = readInfra(await readTexts());

/** Codes that only services say, and that are worth a line. */
const OF_SERVICES = [
  ...["SessionPoolInvalidReadySessionInstances", "SessionPoolInvalid", "SecretNotFound"],
  ...["ForbiddenByRbac", "ForbiddenByFirewall", "ForbiddenByConnection"],
  ...["AuthorizationPermissionMismatch", "AuthorizationFailure", "ContainerNotFound", "QueueNotFound"],
];
/** Codes that are put together. */
const PUT_TOGETHER = ["OperationFailed", "OperationCanceled", "OperationInProgress", "LockConflict", "Quota"];
/** Codes of storage that the program expects and nobody is told of. */
const NEVER_TOLD = /^(Blob(AlreadyExists|ImmutableDueToPolicy)|Lease(AlreadyPresent|Id|Is)\w*)$/;

describe("the table of codes", () => {
  const listed = firstColumn(PAGE, "Codes");

  test("has every code that the program gives or knows", () => {
    const codes = codesIn(PROGRAM).filter((code) => !NEVER_TOLD.test(code));

    expect(codes.filter((code) => !listed.includes(code))).toEqual([]);
    expect(codes).toEqual(
      expect.arrayContaining(["StillFailed", "NoToken", "ScopeLocked", "BadCredentials"]),
    );
    expect(codes).toEqual(expect.arrayContaining(["PoolVanished", "TreeTooLarge", "SecretDisabled"]));
  });

  test("has those that are put together from what a service says", () => {
    const beginnings = [...PROGRAM.matchAll(/\bcode: `(\w+)\$\{/g)].map(([, beginning = ""]) => beginning);

    expect(beginnings).toContain("Operation");
    expect(beginnings.filter((one) => !listed.some((code) => code.startsWith(one)))).toEqual([]);
  });

  test("has no code that there is none of", () => {
    const known = [...codesIn(PROGRAM), ...OF_SERVICES, ...PUT_TOGETHER];

    expect(listed.filter((code) => !code.includes("…") && !known.includes(code))).toEqual([]);
  });
});

test("every refusal of a delivery is explained, and no other", () => {
  const refusals = [...new Set(refusalsIn(PROGRAM))];
  const [, section = ""] = PAGE.split("\n## What a delivery is answered\n");
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => /^\| 4\d\d /.test(line));
  const explained = rows.flatMap((row) =>
    [...(row.split(" | ")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text),
  );

  expect(refusals.length).toBeGreaterThan(10);
  expect(explained.toSorted()).toEqual(refusals.toSorted());
});

describe("every alert", () => {
  const { variables } = fileOf(INFRA, "modules/alerts.bicep");
  const alerts = (variables.alerts as readonly unknown[]).filter((each) =>
    isObject(each as never),
  ) as never[];
  const names = alerts.map((alert) => codeOf(at(alert, "name")).slice(1, -1));

  test("has its runbook, and no runbook is without its alert", () => {
    const headings = [...PAGE.matchAll(/^### (alert-[\w-]+)$/gm)].map(([, name = ""]) => name);

    expect(names.length).toBeGreaterThan(4);
    expect(headings).toEqual(names);
  });

  test("asks for facts that the program logs, and for functions that there are", async () => {
    const facts = factsIn(PROGRAM);
    const abandoned = await readText("functions/abandoned.ts");
    const queries = alerts
      .map((alert) => codeOf(at(alert, "query")))
      .join("\n")
      .replaceAll('\\"', '"');
    const asked = [...queries.matchAll(/tostring\(fact\.message\) == "([^"]+)"/g)].map(
      ([, fact = ""]) => fact,
    );

    expect(asked.length).toBeGreaterThan(6);
    expect(asked.filter((fact) => !facts.includes(fact))).toEqual([]);
    expect(queries).toContain("Functions.abandoned");
    expect(abandoned).toContain('"abandonedSync"');
  });

  test("is told by hand to end where its runbook says so", () => {
    const byHand = names.filter((_, index) => at(alerts[index], "isLoggedOnce") === true);
    const said = names.filter((name) => {
      const [, section = ""] = PAGE.split(`### ${name}\n`);
      return /Resolve it by hand/.test(section.split("\n##")[0] ?? "");
    });

    expect(said).toEqual(byHand);
  });
});

test("the workbook asks for facts that the program logs", async () => {
  const facts = factsIn(PROGRAM);
  const workbook = await readText("infra/modules/workbook.json");
  const asked = [...workbook.matchAll(/'([a-z][a-z, ]+ [a-z ]+)'/g)].map(([, fact = ""]) => fact);

  expect(asked.length).toBeGreaterThan(8);
  expect(asked.filter((fact) => !facts.includes(fact))).toEqual([]);
});

test("every parameter of the templates is explained, and no other", () => {
  const asked = fileOf(INFRA, "main.bicep").parameters.map(({ name }) => name);

  expect(
    firstColumn(PAGE, "Parameters")
      .filter((name) => /^[a-z]\w+$/.test(name))
      .toSorted(),
  ).toEqual(asked.toSorted());
});

test.each(["docs/operations.md", "docs/security.md", "README.md"])(
  "the links of %s lead somewhere",
  async (path) => {
    const page = await readText(path);
    const links = [...page.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = ""]) => link);

    for (const link of links) {
      const [file = "", anchor] = link.split("#");
      const folder = path.includes("/") ? "docs/" : "";
      const target = file === "" ? page : await readText(`${folder}${file}`);
      const anchors = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\w\s-]/g, "")
          .replaceAll(" ", "-"),
      );
      if (anchor !== undefined) expect(anchors).toContain(anchor);
    }
    expect(links.length).toBeGreaterThan(0);
  },
);
