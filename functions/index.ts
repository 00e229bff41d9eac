import "./github-webhook.ts";
import "./sync-source.ts";
import "./reconcile-pool.ts";
import "./follow-rollout.ts";
import "./poll-sources.ts";
import "./take-snapshot.ts";
import "./abandoned.ts";
import "./health.ts";
import "./status.ts";
import "./request-sync.ts";
import { poolkeeper } from "../src/app.ts";

// After the registrations: only then does the host show an error of loading, and not an app without functions.
poolkeeper();
