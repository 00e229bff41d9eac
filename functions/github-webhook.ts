import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

/** GitHub signs its deliveries, so no key of ours stands in the URL. */
app.http("githubWebhook", {
  methods: ["POST"],
  authLevel: "anonymous",
  route: "github/webhook",
  handler: async (request, context) => {
    const { status, body } = await poolkeeper().receive(
      {
        header: (name) => request.headers.get(name) ?? undefined,
        body: async () => new Uint8Array(await request.arrayBuffer()),
      },
      loggerFor(context),
      context.traceContext?.traceParent,
    );
    return { status, jsonBody: body };
  },
});
