import { isInterpreter } from "./kind.ts";
import type { Rule } from "./rule.ts";

/** What code interpreters (PythonLTS, NodeLTS, Shell) don't take. */
export const INTERPRETER: readonly Rule[] = [
  {
    code: "pool/environment-unused",
    severity: "error",
    demand: "code interpreters: no `environmentId`",
    source: "Microsoft's CLI refuses it; the service answers null, so the pool would never be as wanted",
    check: (pool) => {
      if (!isInterpreter(pool) || pool.properties?.environmentId === undefined) return [];
      const message = `environmentId is for custom containers only: take it out${orElse}`;
      return [{ pointer: "/properties/environmentId", message }];
    },
  },
  {
    code: "pool/template-unused",
    severity: "error",
    demand: "code interpreters: no `customContainerTemplate`",
    source: "Microsoft's CLI and the azurerm provider refuse it",
    check: (pool) => {
      if (!isInterpreter(pool) || !pool.properties?.customContainerTemplate) return [];
      const message = `customContainerTemplate is for custom containers only: take it out${orElse}`;
      return [{ pointer: "/properties/customContainerTemplate", message }];
    },
  },
  {
    code: "pool/identity-unused",
    severity: "error",
    demand: "code interpreters: no `identity` and no `managedIdentitySettings`",
    source: "the service refuses them with SessionPoolManagedIdentityCreationError",
    check: (pool) => {
      if (!isInterpreter(pool)) return [];
      const { type = "None", userAssignedIdentities = {} } = pool.identity ?? {};
      const hasIdentity = type !== "None" || Object.keys(userAssignedIdentities).length > 0;
      const hasSettings = (pool.properties?.managedIdentitySettings ?? []).length > 0;
      const named = (name: string) => `${name} is for custom containers only: take it out${orElse}`;
      return [
        ...(hasIdentity ? [{ pointer: "/identity", message: named("identity") }] : []),
        ...(hasSettings
          ? [{ pointer: "/properties/managedIdentitySettings", message: named("managedIdentitySettings") }]
          : []),
      ];
    },
  },
];

const orElse = ", or write containerType: CustomContainer";
