import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

app.storageQueue("reconcilePool", {
  connection: "PoolkeeperStorage",
  queueName: "reconciles",
  handler: (message, context) => poolkeeper().reconcile(message, loggerFor(context)),
});
