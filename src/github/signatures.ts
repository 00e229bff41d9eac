import { Webhooks } from "@octokit/webhooks";
import type { Signatures } from "../ports.ts";
import type { Secret } from "../shared/secret.ts";

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

/** Signatures by any of the secrets are good: there are two while a secret is being replaced. */
export function createSignatures(secrets: readonly Secret[]): Signatures {
  // A space that was pasted along with a secret is not meant. The library refuses an empty secret.
  const verifiers = secrets.map((secret) => new Webhooks({ secret: secret.reveal().trim() }));
  if (verifiers.length === 0) throw new Error("no webhook secret: every signature would be wrong");
  return {
    async verify(text, signature) {
      // The library throws at an empty text or signature instead of saying no.
      if (text === "" || !SIGNATURE.test(signature)) return false;
      const verdicts = await Promise.all(verifiers.map((webhooks) => webhooks.verify(text, signature)));
      return verdicts.includes(true);
    },
  };
}
