import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";

/** For people and dashboards. Names subscriptions and pools, so it wants the function key; never a secret. */
app.http("status", {
  methods: ["GET"],
  authLevel: "function",
  route: "status",
  handler: async ({ query }) => {
    const { status, body } = await poolkeeper().status(query.get("after") ?? undefined);
    return { status, jsonBody: body };
  },
});
