import type { Rule } from "./rule.ts";

/** What every pool says of itself. */
export const MANAGEMENT: readonly Rule[] = [
  {
    code: "pool/container-type",
    severity: "error",
    demand: "`containerType` is there",
    source: "the service documents no default, and the type can't be changed once the pool is there",
    check: ({ properties }) => {
      if (!properties || properties.containerType !== undefined) return [];
      const message =
        "containerType is missing: write PythonLTS for code interpreters or CustomContainer for your own image";
      return [{ pointer: "/properties/containerType", message }];
    },
  },
  {
    code: "pool/container-type-preview",
    severity: "warning",
    demand: "`containerType` is `PythonLTS` or `CustomContainer`",
    source:
      "NodeLTS and Shell are not in api-version 2025-07-01; other api-versions and the portal have them",
    check: ({ properties }) => {
      const type = properties?.containerType;
      if (type !== "NodeLTS" && type !== "Shell") return [];
      const message = `${type} belongs to other api-versions than 2025-07-01: the service may refuse it. PythonLTS and CustomContainer are sure`;
      return [{ pointer: "/properties/containerType", message }];
    },
  },
  {
    code: "pool/management-type",
    severity: "error",
    demand: "`poolManagementType` is `Dynamic`",
    source: "the service refuses others with SessionPoolInvalidPoolManagementType and documents no default",
    check: ({ properties }) => {
      if (!properties || properties.poolManagementType === "Dynamic") return [];
      const message =
        properties.poolManagementType === undefined
          ? "poolManagementType is missing: write Dynamic"
          : "poolManagementType must be Dynamic: the service accepts nothing else";
      return [{ pointer: "/properties/poolManagementType", message }];
    },
  },
  {
    code: "pool/dynamic-configuration",
    severity: "error",
    demand: "`dynamicPoolConfiguration` is there",
    source: "the service refuses a dynamic pool without it, says the azurerm provider",
    check: ({ properties }) => {
      if (!properties || properties.dynamicPoolConfiguration) return [];
      const message =
        "dynamicPoolConfiguration is missing: write it with lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }";
      return [{ pointer: "/properties/dynamicPoolConfiguration", message }];
    },
  },
];
