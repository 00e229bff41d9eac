import { armIdForm, armIdMistake } from "../arm-id.ts";
import { isCustom } from "./kind.ts";
import type { Rule } from "./rule.ts";

const ENVIRONMENT = "/properties/environmentId";
const ENVIRONMENT_TYPE = "Microsoft.App/managedEnvironments";
const TEMPLATE = "/properties/customContainerTemplate";

/** What a pool of custom containers needs. */
export const CUSTOM: readonly Rule[] = [
  {
    code: "pool/environment",
    severity: "error",
    demand: "custom containers: `environmentId` is there",
    source: "Microsoft's documentation and its CLI (RequiredArgumentMissing)",
    check: (pool) => {
      if (!isCustom(pool) || pool.properties?.environmentId !== undefined) return [];
      const message = `environmentId is missing: a custom container needs an environment with workload profiles, ${armIdForm(ENVIRONMENT_TYPE)}`;
      return [{ pointer: ENVIRONMENT, message }];
    },
  },
  {
    code: "pool/environment-id",
    severity: "error",
    demand: "`environmentId` is the ARM id of a `Microsoft.App/managedEnvironments`",
    source: "the official OpenAPI (arm-id)",
    check: (pool) => {
      const id = pool.properties?.environmentId;
      if (!isCustom(pool) || id === undefined) return [];
      const mistake = armIdMistake(id, ENVIRONMENT_TYPE);
      if (mistake === undefined) return [];
      const message = `environmentId is not the id of an environment${mistake}. Write ${armIdForm(ENVIRONMENT_TYPE)}`;
      return [{ pointer: ENVIRONMENT, message }];
    },
  },
  {
    code: "pool/containers",
    severity: "error",
    demand: "custom containers: `customContainerTemplate.containers` has one container at least",
    source: "Microsoft's documentation, its CLI and the azurerm provider",
    check: (pool) => {
      if (!isCustom(pool) || pool.properties?.customContainerTemplate?.containers) return [];
      const message = pool.properties?.customContainerTemplate
        ? "containers is missing: write one container at least, with name and image"
        : "customContainerTemplate is missing: write it with containers (name and image each) and ingress.targetPort";
      return [{ pointer: `${TEMPLATE}/containers`, message }];
    },
  },
  {
    code: "pool/target-port",
    severity: "error",
    demand: "custom containers: `customContainerTemplate.ingress.targetPort` is there",
    source: "Microsoft's documentation, its CLI and the azurerm provider",
    check: (pool) => {
      const template = pool.properties?.customContainerTemplate;
      if (!isCustom(pool) || !template || template.ingress?.targetPort !== undefined) return [];
      const message =
        "ingress.targetPort is missing: write the port that the container listens on, between 1 and 65535";
      return [{ pointer: `${TEMPLATE}/ingress/targetPort`, message }];
    },
  },
];
