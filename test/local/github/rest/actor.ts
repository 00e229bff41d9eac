import { account, PUSHER, type Resource, type Resources } from "../resources.ts";

export type Level = "read" | "write";
export type Permissions = { readonly [permission: string]: Level };

/** Who sent a request. */
export type Actor =
  | { readonly kind: "user" }
  /** Nobody said who. */
  | { readonly kind: "anonymous" }
  /** An App as itself, by its JWT. */
  | { readonly kind: "app" }
  /** An App in a repository, by an installation token. */
  | { readonly kind: "installation"; readonly login: string; readonly permissions: Permissions };

const BOT_ID = 41_898_282;

export function loginOf(actor: Actor): string {
  return actor.kind === "installation" ? actor.login : PUSHER.login;
}

export function showActor(login: string, { links, pusher }: Resources): Resource {
  if (login === PUSHER.login) return pusher;
  return account(new URL(links.api).origin, { login, id: BOT_ID, type: "Bot" });
}

/** Whether somebody with `granted` may do what takes `level` of `permission`. */
export function allows(granted: Permissions, permission: string, level: Level): boolean {
  const held = granted[permission];
  return held === "write" || (held === "read" && level === "read");
}
