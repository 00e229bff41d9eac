import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

app.storageQueue("followRollout", {
  connection: "PoolkeeperStorage",
  queueName: "rollouts",
  handler: (message, context) => poolkeeper().follow(message, loggerFor(context)),
});
