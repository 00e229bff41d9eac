import fc from "fast-check";
import type { JsonObject } from "../../src/shared/json.ts";
import { label, text } from "./texts.ts";

/** A container before it is known which secrets there are. */
export interface ContainerDraft {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly VariableDraft[];
  readonly resources?: { readonly cpu: number; readonly memory: string };
}

export interface VariableDraft {
  readonly name: string;
  readonly value: string;
  /** Which of the pool's secrets holds the value instead, if there are any. */
  readonly secret: number | undefined;
}

export const REGISTRIES: readonly string[] = ["contoso.azurecr.io", "docker.io", "registry.example.com:5000"];

const image = fc
  .record({
    server: fc.constantFrom(...REGISTRIES),
    repository: fc.array(label, { minLength: 1, maxLength: 2 }),
    tag: fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9][-.A-Za-z0-9]{0,15}$/).map((tag) => `:${tag}`),
      fc.stringMatching(/^[0-9a-f]{64}$/).map((digest) => `@sha256:${digest}`),
    ),
  })
  .map(({ server, repository, tag }) => `${server}/${repository.join("/")}${tag}`);

/** A quarter core takes half a gibibyte, up to two cores; people write the half in several ways. */
const resources = fc
  .record({ quarters: fc.integer({ min: 1, max: 8 }), digits: fc.constantFrom(undefined, 1, 2) })
  .map(({ quarters, digits }) => ({
    cpu: quarters / 4,
    memory: `${digits === undefined ? quarters / 2 : (quarters / 2).toFixed(digits)}Gi`,
  }));

const words = fc.array(fc.oneof(text(20), fc.constant("")), { maxLength: 3 });

const env = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,10}$/),
    value: fc.oneof(text(20), fc.constant("")),
    secret: fc.option(fc.nat(), { nil: undefined }),
  }),
  { maxLength: 3, selector: ({ name }) => name },
);

const container: fc.Arbitrary<ContainerDraft> = fc.record(
  { name: label, image, command: words, args: words, env, resources },
  { requiredKeys: ["name", "image"] },
);

export const containers: fc.Arbitrary<readonly ContainerDraft[]> = fc.uniqueArray(container, {
  minLength: 1,
  maxLength: 3,
  selector: ({ name }) => name,
});

/** The container as a body has it. */
export function containerOf({ env: variables, ...draft }: ContainerDraft, secrets: readonly string[]) {
  const container: JsonObject = { ...draft };
  return variables === undefined
    ? container
    : { ...container, env: variables.map((variable) => variableOf(variable, secrets)) };
}

function variableOf({ name, value, secret }: VariableDraft, secrets: readonly string[]): JsonObject {
  const secretRef = secret === undefined ? undefined : pick(secrets, secret);
  return secretRef === undefined ? { name, value } : { name, secretRef };
}

/** One of them, whatever the number; `undefined` where there is none. */
export const pick = <T>(all: readonly T[], number: number): T | undefined => all[number % all.length];
