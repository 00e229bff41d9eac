import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

app.timer("takeSnapshot", {
  schedule: "%SNAPSHOT_SCHEDULE%",
  handler: (_timer, context) => poolkeeper().snapshot(loggerFor(context)),
});
