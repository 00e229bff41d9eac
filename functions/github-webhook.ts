import { app, output } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";
import { loggerFor } from "./logger.ts";

/** The host stores what is put out before it gives the answer, and where it can't it answers 500: see ARCHITECTURE.md. */
const queue = output.storageQueue({ connection: "PoolkeeperStorage", queueName: "syncs" });

/** GitHub signs its deliveries, so no key of ours stands in the URL. */
app.http("githubWebhook", {
  methods: ["POST"],
  authLevel: "anonymous",
  route: "github/webhook",
  extraOutputs: [queue],
  handler: async (request, context) => {
    const { status, body, syncs } = await poolkeeper().receive(
      {
        header: (name) => request.headers.get(name) ?? undefined,
        body: async () => new Uint8Array(await request.arrayBuffer()),
      },
      loggerFor(context),
      context.traceContext?.traceParent,
    );
    // Objects, and no text: what looks like a time in a text, the host writes in its own way.
    context.extraOutputs.set(queue, syncs);
    return { status, jsonBody: body };
  },
});
