import { app } from "@azure/functions";
import { poolkeeper } from "../src/app.ts";

/** For load balancers and people. Names sources and commits, never a secret. */
app.http("health", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "health",
  handler: async () => {
    const health = await poolkeeper().health();
    return { status: health.status === "ok" ? 200 : 503, jsonBody: health };
  },
});
