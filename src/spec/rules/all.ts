import { CONTAINER } from "./container.ts";
import { CUSTOM } from "./custom.ts";
import { ENV } from "./env.ts";
import { IDENTITY } from "./identity.ts";
import { INTERPRETER } from "./interpreter.ts";
import { LIFECYCLE_RULES } from "./lifecycle.ts";
import { LITERAL } from "./literal.ts";
import { MANAGEMENT } from "./management.ts";
import { REGISTRY } from "./registry.ts";
import { RESOURCE } from "./resource.ts";
import { RESOURCES } from "./resources.ts";
import type { Rule } from "./rule.ts";
import { SCALE_RULES } from "./scale.ts";
import { SECRETS_RULES } from "./secrets.ts";

/** Every rule, in the order of the table in the docs. */
export const RULES: readonly Rule[] = [
  ...RESOURCE,
  ...MANAGEMENT,
  ...LIFECYCLE_RULES,
  ...SCALE_RULES,
  ...INTERPRETER,
  ...CUSTOM,
  ...CONTAINER,
  ...RESOURCES,
  ...ENV,
  ...REGISTRY,
  ...SECRETS_RULES,
  ...LITERAL,
  ...IDENTITY,
];
