import type { QueueName } from "../shared/messages.ts";

export const STATE_CONTAINER = "state";
export const AUDIT_CONTAINER = "audit";

/** What must exist before the app can work. */
export const CONTAINERS: readonly string[] = [STATE_CONTAINER, AUDIT_CONTAINER];

export const QUEUES: readonly QueueName[] = ["syncs", "reconciles", "rollouts"];

/** Where the host puts a message that it gave up on. */
export const poisonQueue = (queue: QueueName): string => `${queue}-poison`;
