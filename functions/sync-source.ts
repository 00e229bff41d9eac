import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

app.storageQueue("syncSource", {
  connection: "PoolkeeperStorage",
  queueName: "syncs",
  handler: (message, context) => poolkeeper().sync(message, loggerFor(context)),
});
