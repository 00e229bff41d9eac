import { PRIVATE_VALUE } from "../specs.ts";
import { ARM_TOKEN } from "../stand-ins/arm.ts";
import { SIGNATURE } from "../webhook.ts";
import type { Promised, Stage } from "./promised.ts";

/** No secret value, token, signature or signed URL in a log, a snapshot, an error or a status. */
export const secretsStaySecret: Promised = {
  number: 11,
  says: "secrets stay secret",
  watch: (stage) => ({
    onFact(fact) {
      if (fact.kind === "log")
        return leak(
          stage,
          `a log line of ${fact.by.name}`,
          `${fact.message} ${JSON.stringify(fact.fields)}`,
          [PRIVATE_VALUE],
        );
      if (fact.kind === "status") return leak(stage, "a status", fact.status.description, [PRIVATE_VALUE]);
      if (fact.kind === "ended" && fact.error !== undefined)
        return leak(stage, `an error of ${fact.by.name}`, String(fact.error), [PRIVATE_VALUE]);
      return undefined;
    },
    atEnd() {
      const { audit, state, store } = stage.world;
      // Environment variables are plain by ARM's definition: they stand in bodies, and in what a change made of them.
      const kept = audit.list("").map(({ name }) => {
        const more = /^(bodies|events)\//.test(name) ? [] : [PRIVATE_VALUE];
        return leak(stage, `the audit's ${name}`, audit.read(name)?.text ?? "", more);
      });
      const ofVault = state
        .list("pools/")
        .map(({ name }) => leakOfVault(stage, `the document ${name}`, state.read(name)?.text ?? ""));
      // A pool's document keeps the URL of its operation, signature and all; nothing else may.
      const others = state.list("").filter(({ name }) => !name.startsWith("pools/"));
      const documents = others.map(({ name }) => {
        const more = name.startsWith("wanted/") ? [] : [PRIVATE_VALUE];
        return leak(stage, `the document ${name}`, state.read(name)?.text ?? "", more);
      });
      const messages = store
        .messages()
        .map(({ queue, text }) => leak(stage, `a message in ${queue}`, text, [PRIVATE_VALUE]));
      return [...kept, ...ofVault, ...documents, ...messages].find((problem) => problem !== undefined);
    },
  }),
};

function leak(stage: Stage, where: string, text: string, more: readonly string[]): string | undefined {
  const secrets = [ARM_TOKEN, SIGNATURE, ...more, ...stage.world.arm.signatures];
  return secrets.some((secret) => text.includes(secret))
    ? `${where} tells a secret: ${text.slice(0, 200)}`
    : leakOfVault(stage, where, text);
}

/** Values of a key vault have no place anywhere but in a PUT. */
function leakOfVault({ world: { secretValues } }: Stage, where: string, text: string): string | undefined {
  return secretValues.some((value) => text.includes(value))
    ? `${where} tells a secret of the key vault: ${text.slice(0, 200)}`
    : undefined;
}
