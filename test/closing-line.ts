import type { Reporter, SerializedError, TestModule, TestRunEndReason } from "vitest/node";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Ends the output with `N passed, N failed`, for whoever reads nothing else. What could not even run counts
 * as failed: a file that does not load, a hook that throws, an error outside any test, a run without tests.
 */
export function closingLine(): Reporter {
  let counts: Counts = { passed: 0, failed: 1 };
  return {
    onInit() {
      // Other reporters may print after their `onTestRunEnd`; nobody prints after this.
      process.once("exit", () => {
        process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
        if (counts.failed > 0) process.exitCode = 1;
      });
    },
    onTestRunEnd(modules, errors, reason) {
      counts = count(modules, errors, reason);
    },
  };
}

function count(
  modules: readonly TestModule[],
  errors: readonly SerializedError[],
  reason: TestRunEndReason,
): Counts {
  let passed = 0;
  let failed = errors.length;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state !== "skipped") failed += 1;
    }
  }
  const failedAtLeast = reason === "passed" && passed > 0 ? 0 : 1;
  return { passed, failed: Math.max(failed, failedAtLeast) };
}
