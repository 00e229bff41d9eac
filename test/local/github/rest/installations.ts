import { isObject } from "../../../../src/shared/json.ts";
import { utc } from "../resources.ts";
import { APP_SLUG, GRANTED } from "./access.ts";
import { allows, type Permissions } from "./actor.ts";
import { type Answer, created, found, NOT_FOUND, problem } from "./answer.ts";
import type { Call, Service } from "./call.ts";

export function createInstallationToken({ parts, body }: Call, { access }: Service): Answer {
  if (parts.id !== String(access.app?.installationId)) return NOT_FOUND;
  const permissions = narrow(body);
  if (!permissions) return problem(422, "The permissions requested are not granted to this installation.");
  const { token, expiresAtMs } = access.mint(permissions);
  return created({ token, expires_at: utc(expiresAtMs), permissions, repository_selection: "selected" });
}

/** The permissions that the body asks for, or all; `undefined` if it asks for more than was granted. */
function narrow(body: unknown): Permissions | undefined {
  const asked = isObject(body) ? body.permissions : undefined;
  if (!isObject(asked)) return GRANTED;
  const permissions: { [permission: string]: "read" | "write" } = { metadata: "read" };
  for (const [permission, level] of Object.entries(asked)) {
    if ((level !== "read" && level !== "write") || !allows(GRANTED, permission, level)) return undefined;
    permissions[permission] = level;
  }
  return permissions;
}

export function getInstallation(_: Call, { access, resources, createdAtMs }: Service): Answer {
  const { app } = access;
  if (!app) return NOT_FOUND;
  const { api } = resources.links;
  const { origin } = new URL(api);
  return found({
    id: app.installationId,
    app_id: app.id,
    app_slug: APP_SLUG,
    account: resources.owner,
    target_id: resources.owner.id,
    target_type: "Organization",
    repository_selection: "selected",
    access_tokens_url: `${api}/app/installations/${app.installationId}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${origin}/organizations/${resources.owner.login}/settings/installations/${app.installationId}`,
    permissions: GRANTED,
    events: ["push"],
    single_file_name: null,
    created_at: utc(createdAtMs),
    updated_at: utc(createdAtMs),
    suspended_by: null,
    suspended_at: null,
  });
}
