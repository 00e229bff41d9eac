import type { Source } from "../documents/source.ts";
import { isObject } from "../shared/json.ts";
import type { Payload } from "./delivery.ts";
import { fullNameOf, isRepository } from "./push.ts";

/** What is wrong with a webhook's own settings, as its `ping` shows them. Empty: nothing. */
export function diagnose(payload: Payload, sources: readonly Source[]): readonly string[] {
  const problems: string[] = [];
  const hook = isObject(payload.hook) ? payload.hook : {};
  const events = Array.isArray(hook.events) ? hook.events : [];
  if (!events.includes("push") && !events.includes("*")) {
    problems.push("the webhook does not send push events: choose them in its settings");
  }
  if (hook.active === false) problems.push("the webhook is switched off: make it active in its settings");
  const repository = fullNameOf(payload.repository);
  // The hook of an organisation or an App names no repository: nothing to say then.
  if (repository !== undefined && !sources.some((source) => isRepository(source, repository))) {
    problems.push("this repository is not followed: add it to POOLKEEPER_SOURCES, or remove the webhook");
  }
  return problems;
}
