import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

app.storageQueue("followRollout", {
  connection: "PoolkeeperStorage",
  queueName: "rollouts",
  handler: (message, context) => {
    const isAgain = Number(context.triggerMetadata?.dequeueCount ?? 1) > 1;
    return poolkeeper().follow(message, loggerFor(context), { isAgain });
  },
});
