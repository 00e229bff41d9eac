import { randomBytes } from "node:crypto";
import type { Clock } from "../../../../src/ports.ts";
import type { Actor, Permissions } from "./actor.ts";
import { BAD_CREDENTIALS, type Problem, problem } from "./answer.ts";
import { type App, complaintAbout } from "./app-jwt.ts";

const TOKEN_LIFE_MS = 3_600_000;

/** What the App was given in the repository. */
export const GRANTED: Permissions = { contents: "read", metadata: "read", statuses: "write" };
export const APP_SLUG = "poolkeeper";

export interface Access {
  readonly app: App | undefined;
  /** Without a token and an App the repository is everybody's. */
  readonly isOpen: boolean;
  /** Who an `authorization` header speaks for. */
  identify(authorization: string | undefined): Actor | Problem;
  mint(permissions: Permissions): { readonly token: string; readonly expiresAtMs: number };
}

export interface AccessSettings {
  readonly token?: string;
  readonly app?: App;
  readonly clock: Clock;
}

export function createAccess({ token: known, app, clock }: AccessSettings): Access {
  const minted = new Map<string, { readonly permissions: Permissions; readonly expiresAtMs: number }>();
  const isOpen = known === undefined && app === undefined;

  function identifyInstallation(token: string): Actor | Problem {
    const grant = minted.get(token);
    if (!grant || grant.expiresAtMs <= clock.now()) return BAD_CREDENTIALS;
    return { kind: "installation", login: `${APP_SLUG}[bot]`, permissions: grant.permissions };
  }

  return {
    app,
    isOpen,
    identify(authorization) {
      if (authorization === undefined) return { kind: "anonymous" };
      const token = authorization.replace(/^(bearer|token) /i, "");
      if (isOpen || token === known) return { kind: "user" };
      if (!app || !token.startsWith("eyJ")) return identifyInstallation(token);
      const complaint = complaintAbout(token, app, clock.now());
      return complaint === undefined ? { kind: "app" } : problem(401, complaint);
    },
    mint(permissions) {
      // As long as GitHub's own stateless tokens: nobody may count on 40 characters.
      const token = `ghs_${app?.id}_${randomBytes(120).toString("base64url")}`;
      const expiresAtMs = clock.now() + TOKEN_LIFE_MS;
      minted.set(token, { permissions, expiresAtMs });
      return { token, expiresAtMs };
    },
  };
}
