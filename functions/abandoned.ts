import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

const ABANDONED = [
  ["abandonedSync", "syncs"],
  ["abandonedReconcile", "reconciles"],
  ["abandonedRollout", "rollouts"],
] as const;

/** Where the host puts what it gave up on. */
for (const [name, queue] of ABANDONED) {
  app.storageQueue(name, {
    connection: "PoolkeeperStorage",
    queueName: `${queue}-poison`,
    handler: (message, context) => poolkeeper().abandon(queue, message, loggerFor(context)),
  });
}
