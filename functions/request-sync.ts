import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

/** For people and scripts that will not wait for the poll, or a new commit. */
app.http("requestSync", {
  methods: ["POST"],
  authLevel: "function",
  route: "sync",
  handler: async (request, context) => {
    const source = request.query.get("source") ?? undefined;
    const { status, body } = await poolkeeper().askForSync(
      source,
      loggerFor(context),
      context.traceContext?.traceParent,
    );
    return { status, jsonBody: body };
  },
});
