import { quote } from "../quote.ts";
import { eachContainer } from "./each-container.ts";
import { repeated } from "./repeated.ts";
import type { Rule } from "./rule.ts";

/** The variables of a container. */
export const ENV: readonly Rule[] = [
  {
    code: "pool/env-name",
    severity: "error",
    demand: "each entry of `env` has a `name`",
    source: "a variable without a name is none",
    check: eachContainer(({ container: { env = [] }, pointer }) =>
      env.flatMap(({ name }, index) => {
        if (name !== undefined) return [];
        return [
          {
            pointer: `${pointer}/env/${index}/name`,
            message: `name is missing in env[${index}]: write the variable's name`,
          },
        ];
      }),
    ),
  },
  {
    code: "pool/env-duplicate",
    severity: "error",
    demand: "no two entries of a container's `env` have the same `name`",
    source: "the official OpenAPI: the name identifies a variable (x-ms-identifiers)",
    check: eachContainer(({ container: { env = [] }, pointer }) =>
      repeated(env.map(({ name }) => name)).map((index) => ({
        pointer: `${pointer}/env/${index}/name`,
        message: `the variable ${quote(env[index]?.name ?? "")} is there before already: take one out`,
      })),
    ),
  },
  {
    code: "pool/env-value",
    severity: "error",
    demand: "each entry of `env` has `value` or `secretRef`, not both",
    source: "the official OpenAPI: secretRef is where the value comes from",
    check: eachContainer(({ container: { env = [] }, pointer }) =>
      env.flatMap(({ value, secretRef }, index) => {
        if (value === undefined || secretRef === undefined) return [];
        const message = "this variable has a value and a secretRef too: take one of them out";
        return [{ pointer: `${pointer}/env/${index}/value`, message }];
      }),
    ),
  },
  {
    code: "pool/env-empty",
    severity: "warning",
    demand: "each entry of `env` has a `value` or a `secretRef`",
    source: "a variable with neither is empty, and nobody sees whether that is meant",
    restsOn: ["/properties/customContainerTemplate/containers"],
    check: eachContainer(({ container: { env = [] }, pointer }) =>
      env.flatMap(({ name, value, secretRef }, index) => {
        if (name === undefined || value !== undefined || secretRef !== undefined) return [];
        const message = 'this variable has neither value nor secretRef: write value: "" if it is to be empty';
        return [{ pointer: `${pointer}/env/${index}`, message }];
      }),
    ),
  },
];
