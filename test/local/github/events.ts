import type { BareRepository } from "./bare-repository.ts";
import { pack } from "./delivery.ts";
import { buildPing } from "./ping.ts";
import { announced, type Push } from "./push.ts";
import { readPushEvent } from "./push-event.ts";
import type { Resource, Resources } from "./resources.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { createTurns } from "./turns.ts";
import type { Mode, Webhook } from "./webhook.ts";

export interface EventsOptions {
  readonly repository: BareRepository;
  readonly resources: Resources;
  readonly webhook: Webhook;
  readonly hookUrl: () => string;
  readonly createdAtMs: number;
  readonly state: Readonly<State>;
}

export interface Events {
  /** Begins to tell the webhook. The settings of this moment decide how. */
  push(push: Push): void;
  /** Sends a `ping`, as GitHub does when a webhook is made. */
  ping(): Promise<void>;
  /** Sends what `reverse` holds. */
  release(): void;
  /** Resolves when no event is being written or delivered. */
  idle(): Promise<void>;
}

/** Events are written one after the other, and delivered without waiting for each other. */
export function createEvents(options: EventsOptions): Events {
  const { repository, resources, webhook, state } = options;
  const inTurn = createTurns();
  const underWay = new Set<Promise<void>>();

  const track = (work: Promise<void>) => {
    const tracked = work
      .catch((error: unknown) => console.error("the GitHub stand-in could not tell of a push", error))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const send = (
    event: string,
    payload: Resource,
    { contentType, webhooks }: Settings,
    mode: Mode = webhooks,
  ) => webhook.send(pack(event, payload, contentType), mode);

  async function tell(push: Push, settings: Settings): Promise<void> {
    for (const update of settings.events.includes("push") ? announced(push.updates) : []) {
      const payload = await readPushEvent(update, push, { repository, resources });
      track(send("push", payload, settings));
    }
  }

  return {
    push(push) {
      const { settings } = state;
      track(inTurn(() => tell(push, settings)));
    },
    async ping() {
      const { settings, pushedAtMs } = state;
      const { createdAtMs, hookUrl } = options;
      const payload = buildPing({ ...settings, url: hookUrl(), createdAtMs, pushedAtMs }, resources);
      await send("ping", payload, settings, "deliver");
    },
    release: () => track(inTurn(async () => track(webhook.release()))),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
