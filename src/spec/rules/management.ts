import type { Rule } from "./rule.ts";

const POINTER = "/properties/poolManagementType";

/** How the service manages sessions. */
export const MANAGEMENT: readonly Rule[] = [
  {
    code: "pool/management-type",
    severity: "error",
    demand: "`poolManagementType` is `Dynamic`",
    source: "the service refuses others with SessionPoolInvalidPoolManagementType",
    check: ({ properties }) => {
      if (properties?.poolManagementType !== "Manual") return [];
      const message = "poolManagementType must be Dynamic: the service accepts nothing else";
      return [{ pointer: POINTER, message }];
    },
  },
];
