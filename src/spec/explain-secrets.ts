import { isObject } from "../shared/json.ts";
import type { Violation } from "./generated/validate.js";
import { nearest } from "./nearest.ts";
import type { Mistake } from "./place.ts";
import { shapeAt } from "./shape.ts";
import { strangerAdvice } from "./strangers.ts";

const SECRETS = "/properties/secrets";
const REFERENCE = "keyVaultSecret: https://{vault}.vault.azure.net/secrets/{name}";

type Words = Pick<Mistake, "code" | "message">;

/** Whether the rule is about the pool's secrets. */
export function isAboutSecrets({ instancePath }: Violation): boolean {
  return instancePath === SECRETS || instancePath.startsWith(`${SECRETS}/`);
}

/** A secret with its value in place of a reference has one mistake, not two. */
export function isSaidByValue({ params }: Violation, parent: unknown): boolean {
  if (params.missingProperty !== "keyVaultSecret" || !isObject(parent)) return false;
  return Object.keys(parent).some(isValue);
}

/** What is wrong with the pool's secrets, without a word of what stands there: it may be a value that went astray. */
export function explainSecret(label: string, { instancePath, keyword, params }: Violation): Words {
  if (params.missingProperty !== undefined) {
    const advice = params.missingProperty === "keyVaultSecret" ? `: write ${REFERENCE}` : "";
    return { code: "spec/required", message: `${params.missingProperty} is missing in ${label}${advice}` };
  }
  if (params.additionalProperty !== undefined) return explainUnknown(instancePath, params.additionalProperty);
  const { maxItems, minLength, maxLength, patternErrorMessage } = shapeAt(instancePath);
  switch (keyword) {
    case "maxItems":
      return { code: "spec/length", message: `${label} must have ${maxItems} entries at most` };
    case "minLength":
    case "maxLength":
      return { code: "spec/length", message: `${label} must have ${minLength} to ${maxLength} characters` };
    case "pattern":
      return { code: "spec/pattern", message: `${label} ${patternErrorMessage}` };
    default:
      return { code: "spec/type", message: `${label} must be ${kindOf(instancePath)}` };
  }
}

function explainUnknown(parent: string, name: string): Words {
  if (isValue(name)) {
    const message = `a secret's value can't be written in a spec: git would keep it for ever, in plain text. Store it in a key vault and write ${REFERENCE} instead`;
    return { code: "spec/secret-value", message };
  }
  const near = nearest(name, ["name", "keyVaultSecret"]);
  const advice = strangerAdvice(parent, name) ?? (near && `did you mean ${near}?`);
  const message = `a secret has name and keyVaultSecret, and nothing else${advice ? `: ${advice}` : ""}`;
  return { code: "spec/unknown-property", message };
}

const isValue = (name: string): boolean => name.toLowerCase() === "value";

function kindOf(pointer: string): string {
  switch (pointer.slice(SECRETS.length).split("/").length) {
    case 1:
      return `a list of secrets, each with its name and ${REFERENCE}`;
    case 2:
      return `a set of properties: name, and ${REFERENCE}`;
    default:
      return "text";
  }
}
