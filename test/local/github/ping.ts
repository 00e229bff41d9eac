import { type ContentType, HOOK_ID } from "./delivery.ts";
import { type Resource, type Resources, utc } from "./resources.ts";

export interface PingSettings {
  readonly url: string;
  readonly contentType: ContentType;
  /** The events that the webhook is subscribed to. */
  readonly events: readonly string[];
  readonly createdAtMs: number;
  readonly pushedAtMs: number;
}

/** What GitHub sends when a webhook is made, and on demand: how the webhook is set up. */
export function buildPing(settings: PingSettings, resources: Resources): Resource {
  const hookUrl = `${resources.links.repository}/hooks/${HOOK_ID}`;
  return {
    zen: "Keep it logically awesome.",
    hook_id: HOOK_ID,
    hook: {
      type: "Repository",
      id: HOOK_ID,
      name: "web",
      active: true,
      events: settings.events,
      config: {
        content_type: settings.contentType,
        insecure_ssl: "0",
        secret: "********",
        url: settings.url,
      },
      created_at: utc(settings.createdAtMs),
      updated_at: utc(settings.createdAtMs),
      url: hookUrl,
      test_url: `${hookUrl}/test`,
      ping_url: `${hookUrl}/pings`,
      deliveries_url: `${hookUrl}/deliveries`,
      last_response: { code: null, status: "unused", message: null },
    },
    repository: resources.repository(settings.pushedAtMs),
    organization: resources.organization,
    sender: resources.pusher,
  };
}
