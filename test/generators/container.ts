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
  readonly resources?: { readonly cpu?: number; readonly memory?: string };
}

export interface VariableDraft {
  readonly name: string;
  readonly value: string | undefined;
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
      fc.constantFrom("", ":latest"),
    ),
  })
  .map(({ server, repository, tag }) => `${server}/${repository.join("/")}${tag}`);

/** A quarter core takes half a gibibyte, up to two cores; people write the half in several ways. */
const provenResources = fc
  .record({ quarters: fc.integer({ min: 1, max: 8 }), digits: fc.constantFrom(undefined, 1, 2) })
  .map(({ quarters, digits }) => ({
    cpu: quarters / 4,
    memory: `${digits === undefined ? quarters / 2 : (quarters / 2).toFixed(digits)}Gi`,
  }));

/** What nobody is known to have tried: people are warned of it. */
const oddResources = fc.record(
  {
    cpu: fc.integer({ min: 1, max: 400 }).map((hundredths) => hundredths / 100),
    memory: fc
      .record({
        amount: fc.integer({ min: 1, max: 8192 }),
        unit: fc.constantFrom("Mi", "Gi", "gi", "M", "G"),
      })
      .map(({ amount, unit }) => `${amount}${unit}`),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const resources = fc.oneof({ weight: 3, arbitrary: provenResources }, oddResources);

const words = fc.array(fc.oneof(text(20), fc.constant("")), { maxLength: 3 });

const env = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,10}$/),
    value: fc.oneof({ weight: 4, arbitrary: text(20) }, fc.constantFrom("", undefined)),
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
  if (secretRef !== undefined) return { name, secretRef };
  return value === undefined ? { name } : { name, value };
}

/** One of them, whatever the number; `undefined` where there is none. */
export const pick = <T>(all: readonly T[], number: number): T | undefined => all[number % all.length];
