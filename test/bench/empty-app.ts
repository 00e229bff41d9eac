import { app } from "@azure/functions";

/** The least that a v4 app can be: what is left is Functions itself. */
app.http("empty", {
  methods: ["POST"],
  authLevel: "anonymous",
  handler: async () => ({ status: 202, jsonBody: { message: "accepted" } }),
});
