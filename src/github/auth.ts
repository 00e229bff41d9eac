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

export function readToken(token: Secret): string {
  // An error about a header would repeat the header's value.
  if (!/^[!-~]+$/.test(token.reveal())) throw new Error("the GitHub token has a character that no token has");
  return token.reveal();
}

export function readKey(privateKey: Secret): string {
  try {
    return createPrivateKey(privateKey.reveal()).export({ type: "pkcs8", format: "pem" }).toString();
  } catch (cause) {
    throw new Error("the GitHub App's private key is not a private key in PEM", { cause });
  }
}
