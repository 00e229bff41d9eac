import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/cli/check.ts";
import { printGithub } from "../../src/cli/github.ts";
import { printHuman } from "../../src/cli/human.ts";
import { printJson } from "../../src/cli/json.ts";
import { printSarif } from "../../src/cli/sarif.ts";
import { isClean } from "../../src/cli/summary.ts";
import { CODES, type Code } from "../../src/spec/codes.ts";
import type { Problem } from "../../src/spec/problem.ts";
import { RULES } from "../../src/spec/rules/all.ts";
import { openWorkspace } from "./workspace.ts";

const FILE = "pools/a.yaml";

const aProblem = (overrides: Partial<Problem> = {}): Problem => ({
  ...{
    severity: "error",
    code: "spec/type",
    message: "max must be a number",
    file: FILE,
    line: 2,
    column: 3,
  },
  ...overrides,
});

const aReport = (problem: Partial<Problem> = {}, text = "scale:\n  max: x\n"): Report => {
  const shown = aProblem(problem);
  return { files: 2, problems: [shown], texts: new Map([[shown.file, Buffer.from(text)]]) };
};

const human = (report: Report): string => printHuman(report, { isColorful: false });
const warning = (overrides: Partial<Problem>): Partial<Problem> => ({ severity: "warning", ...overrides });

describe("for people", () => {
  test("a problem has its place, its line with a caret, and all are counted", () => {
    expect(human(aReport())).toBe(`pools/a.yaml:2:3 error spec/type max must be a number
    2 |   max: x
      |   ^

1 error, 0 warnings in 2 files
`);
  });

  test("nothing wrong is said in one line", () => {
    expect(human({ files: 1, problems: [], texts: new Map() })).toBe("0 errors, 0 warnings in 1 file\n");
  });

  test("warnings are told apart, and both are counted", () => {
    const problems = [aProblem(), aProblem(warning({ code: "pool/region" })), aProblem(warning({}))];

    const text = human({ files: 3, problems, texts: new Map() });

    expect(text).toContain("pools/a.yaml:2:3 warning pool/region max");
    expect(text).toMatch(/\n1 error, 2 warnings in 3 files\n$/);
  });

  test.each([
    ["behind a tab", "\tmax: x", 2, "  max: x", "  ^"],
    ["behind characters of two columns", "名前😀: x", 5, "名前😀: x", "       ^"],
    ["behind a combining accent", "e\u0301: x", 5, "e\u0301: x", "   ^"],
    ["behind what can't be seen", "\u200Ba: x", 2, "\\u{200b}a: x", "        ^"],
    ["behind a byte order mark and before a CRLF", "\uFEFFa: x\r", 4, "a: x", "   ^"],
    ["behind the end of the line", "a:", 3, "a:", "  ^"],
  ])("the caret stands right %s", (_, line, column, shown, caret) => {
    const text = human(aReport({ line: 1, column }, `${line}\nb: 1\n`));

    expect(text.split("\n").slice(1, 3)).toEqual([`    1 | ${shown}`, `      | ${caret}`]);
  });

  test("a long line is cut around the place", () => {
    const text = human(aReport({ line: 1, column: 501 }, `${"a".repeat(500)}X${"b".repeat(500)}`));

    const [, line = "", caret = ""] = text.split("\n");
    expect(line).toMatch(/^ {4}1 \| …a{40}Xb{59}…$/);
    expect(line[caret.indexOf("^")]).toBe("X");
  });

  test.each([
    ["      value: hunter2", "      value: …"],
    ["secrets: [{ name: a, value: hunter2 }]", "secrets: [{ name: a, value: …"],
    ['{"name": "a", "value": "hunter2"}', '{"name": "a", "value": …'],
    ["    password: hunter2", "    password: …"],
    ["  apiKey: hunter2", "  apiKey: …"],
    ["      passwordSecretRef: registry", "      passwordSecretRef: registry"],
    ["  keyVaultSecret: https://a", "  keyVaultSecret: https://a"],
    ["    - secretRef: a", "    - secretRef: a"],
  ])("of the line %j is shown what may be: logs are read by more people than repositories", (line, shown) => {
    const text = human(aReport({ line: 1, column: 1 }, line));

    expect(text.split("\n")[1]).toBe(`    1 | ${shown}`);
  });

  test.each<[Partial<Problem>, string, string]>([
    [{ pointer: "/properties/secrets/0" }, "    - hunter2", "    - …"],
    [{ pointer: "/properties/secrets/0" }, "    - hunter2: name", "    - …"],
    [{ pointer: "/properties/secrets" }, "  secrets: hunter2", "  secrets: …"],
    [{ pointer: "/properties/secrets" }, "  secrets:", "  secrets:"],
    [{ pointer: "/properties/secrets/0/name" }, "    - name: API_KEY", "    - name: API_KEY"],
    [{ pointer: "/properties/secrets/0/name" }, "    - name: a hunter2", "    - …"],
    [{ code: "pool/secret-literal" }, "  - { name: A_B, value: hunter2 }", "  - { name: A_B, value: …"],
    [{ code: "pool/secret-literal" }, '  {"name": "a", "value": "hunter2"}', '  {"name": "a", "value": …'],
    [{ pointer: "/properties/secrets/0/keyVaultSecret" }, "  keyVaultSecret: hunter2", "  keyVaultSecret: …"],
    [
      { pointer: "/properties/secrets/0/keyVaultSecret" },
      "  keyVaultSecret: https://a/b_c",
      "  keyVaultSecret: https://a/b_c",
    ],
    [{ code: "pool/secret-literal" }, '  args: ["--token", "hunter2"]', "  args: …"],
    [{ code: "pool/secret-literal" }, "    - hunter2", "    - …"],
    [{ code: "pool/secret-literal" }, "  owner: hunter2", "  …"],
    [{ pointer: "/properties/secretsOfAnother" }, "  secretsOfAnother: 1", "  secretsOfAnother: 1"],
  ])("of a problem %j in the line %j no secret is shown, under whatever name", (problem, line, shown) => {
    const text = human(aReport({ line: 1, column: 5, ...problem }, line));

    expect(text.split("\n")[1]).toBe(`    1 | ${shown}`);
  });

  test("the caret stands below the mark of what is hidden", () => {
    const text = human(
      aReport({ line: 1, column: 30, code: "pool/secret-literal" }, "  args: [a, b, c, hunter2]"),
    );

    expect(text.split("\n").slice(1, 3)).toEqual(["    1 |   args: …", "      |         ^"]);
  });

  test("a line with a secret is not shown for another problem in it either", () => {
    const line = "tags: { a: hunter2, b: 1 }";
    const problems = [aProblem({ line: 1, code: "pool/secret-literal" }), aProblem({ line: 1, column: 21 })];

    const text = human({ files: 1, problems, texts: new Map([[FILE, Buffer.from(line)]]) });

    expect(text.match(/ {4}1 \| .*/g)).toEqual(["    1 | tags: …", "    1 | tags: …"]);
  });

  test("a line that is not there, or says nothing, is left out", () => {
    for (const report of [aReport({ line: 9 }), aReport({ line: 2 }, "a\n  \n")])
      expect(human(report)).toBe(
        `pools/a.yaml:${report.problems[0]?.line}:3 error spec/type max must be a number\n\n1 error, 0 warnings in 2 files\n`,
      );
  });

  test("colours are for terminals, unless they are asked for or not wanted", async () => {
    const contents = { "a.yaml": "name: [" };
    const [plain, colorful] = [
      await openWorkspace(contents),
      await openWorkspace(contents, { isColorful: true }),
    ];

    const outputs = [
      ...[await plain.run("validate"), await plain.run("validate", "--color")],
      ...[await colorful.run("validate"), await colorful.run("validate", "--no-color")],
    ];

    expect(outputs.map(({ output }) => output.includes("\x1b[31merror\x1b[0m"))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe("JSON", () => {
  test("has the files and the problems, each with the same properties in the same order", () => {
    const problems = [aProblem({ pointer: "/properties" }), aProblem()];

    const text = printJson({ files: 7, problems, texts: new Map() });

    const rest = '"severity":"error","code":"spec/type","message":"max must be a number"';
    expect(text).toBe(
      `{"files":7,"problems":[{"file":"pools/a.yaml","line":2,"column":3,${rest},"pointer":"/properties"},{"file":"pools/a.yaml","line":2,"column":3,${rest},"pointer":null}]}\n`,
    );
  });
});

describe("annotations of GitHub", () => {
  test("stand at the place, under the code", () => {
    expect(printGithub(aReport())).toBe(
      "::error file=pools/a.yaml,line=2,col=3,title=spec/type::max must be a number\n1 error, 0 warnings in 2 files\n",
    );
    expect(printGithub(aReport(warning({})))).toMatch(/^::warning file=/);
  });

  test("escape what GitHub would take for its own", () => {
    const text = printGithub(aReport({ file: "a,b:c%d.yaml", message: "50% of a: b, c" }));

    expect(text).toContain("file=a%2Cb%3Ac%25d.yaml,line=2,col=3,title=spec/type::50%25 of a: b, c\n");
  });
});

describe("SARIF", () => {
  test("has the tool, its rules, and each result with its rule, place and level", () => {
    const problems = [
      aProblem(),
      aProblem(warning({ code: "pool/image-tag", file: "pools/b é.yaml", line: 5 })),
    ];

    const sarif = JSON.parse(printSarif({ files: 2, problems, texts: new Map() }, "1.2.3"));

    expect(sarif.version).toBe("2.1.0");
    expect(sarif.runs).toEqual([
      {
        tool: {
          driver: {
            name: "poolkeeper",
            semanticVersion: "1.2.3",
            rules: [
              {
                id: "pool/image-tag",
                shortDescription: { text: "`image` has a digest, or a tag other than `latest`" },
                defaultConfiguration: { level: "warning" },
                help: { text: expect.stringMatching(/^How we know: Microsoft's documentation/) },
              },
              {
                id: "spec/type",
                shortDescription: { text: "A value of the wrong type" },
                defaultConfiguration: { level: "error" },
              },
            ],
          },
        },
        columnKind: "unicodeCodePoints",
        results: [
          aResult("spec/type", 1, "error", "pools/a.yaml", 2),
          aResult("pool/image-tag", 0, "warning", "pools/b%20%C3%A9.yaml", 5),
        ],
      },
    ]);
  });

  test("has every code in the words of docs/spec-rules.md", async () => {
    const page = await readFile("docs/spec-rules.md", "utf8");
    const codes = [...RULES.map(({ code }) => code), ...(Object.keys(CODES) as Code[])];
    const problems = codes.map((code) => aProblem({ code }));

    const { runs } = JSON.parse(printSarif({ files: 1, problems, texts: new Map() }, "1.2.3"));

    for (const { id, shortDescription } of runs[0].tool.driver.rules) {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${id}\` |`));
      expect(row).toContain(`| ${shortDescription.text} |`);
    }
  });

  test("of nothing wrong is a run without results", () => {
    const { runs } = JSON.parse(printSarif({ files: 2, problems: [], texts: new Map() }, "1.2.3"));

    expect(runs).toMatchObject([{ results: [] }]);
  });
});

describe("whatever a file is called and holds", () => {
  const nasty = fc
    .array(
      fc.constantFrom(
        "\x1b[2J",
        "\x9b31m",
        "\u202E",
        "\n::error::x",
        "\r",
        "\x07",
        "a",
        "é",
        "\u2028",
        "\uD800",
      ),
    )
    .map((parts) => parts.join(""));
  const report = fc
    .record({ file: nasty, message: nasty, text: nasty, column: fc.integer({ min: 1, max: 9 }) })
    .map(({ file, message, text, column }) => aReport({ file, message, line: 1, column }, text));

  test("no output steers a terminal, or begins a line of its own", () => {
    fc.assert(
      fc.property(report, (one) => {
        const outputs = [human(one), printJson(one), printGithub(one), printSarif(one, "1")];

        for (const output of outputs) expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(human(one).split("\n").length).toBeLessThanOrEqual(6);
        expect(outputs.slice(1).map((output) => output.split("\n").length)).toEqual([2, 3, 2]);
      }),
    );
  });
});

test("an error is a failure, and so are more warnings than are allowed", () => {
  const warnings = { files: 1, problems: [aProblem(warning({})), aProblem(warning({}))] };

  expect([1, 2, Number.POSITIVE_INFINITY].map((most) => isClean(warnings, most))).toEqual([
    false,
    true,
    true,
  ]);
  expect(isClean({ files: 1, problems: [aProblem()] }, Number.POSITIVE_INFINITY)).toBe(false);
});

const aResult = (ruleId: string, ruleIndex: number, level: string, uri: string, startLine: number) => ({
  ruleId,
  ruleIndex,
  level,
  message: { text: "max must be a number" },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn: 3 } } }],
});
