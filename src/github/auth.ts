import { createPrivateKey } from "node:crypto";
import type { Secret } from "../shared/secret.ts";

export type GitHubAuth =
  | { readonly kind: "token"; readonly token: Secret }
  | { readonly kind: "app"; readonly appId: string; readonly privateKey: Secret };

/** A token or key that can be none shows while the app loads, and not at the first push. */
export function checkAuth(auth: GitHubAuth): void {
  if (auth.kind === "token") readToken(auth.token);
  else readKey(auth.privateKey);
}

/** Throws an `Error` that does not repeat the token. */
export function readToken(token: Secret): string {
  // An error about a header would repeat the header's value.
  if (!/^[!-~]+$/.test(token.reveal()))
    throw new Error("GITHUB_TOKEN has a character that no token has: write the token alone, on one line");
  return token.reveal();
}

/** As PKCS #8, which Octokit wants. Throws an `Error` that does not repeat the key. */
export function readKey(privateKey: Secret): string {
  try {
    return createPrivateKey(privateKey.reveal()).export({ type: "pkcs8", format: "pem" }).toString();
  } catch (cause) {
    throw new Error(
      "GITHUB_APP_PRIVATE_KEY is not a private key in PEM: write the whole file that GitHub gave, from BEGIN to END",
      { cause },
    );
  }
}
