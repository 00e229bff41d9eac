import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

app.timer("pollSources", {
  schedule: "%POLL_SCHEDULE%",
  handler: (_timer, context) => poolkeeper().poll(loggerFor(context)),
});
