import { type Handler, json } from "../http.ts";

export const ADMIN_PATH = "/admin/";
const FUNCTIONS_PATH = "/admin/functions/";

/** `POST /admin/functions/{name}` runs a timer function now, as the host's own admin API does, without its key. */
export function adminApi(timers: ReadonlyMap<string, () => void>): Handler {
  return async ({ method, url }) => {
    if (method !== "POST" || !url.pathname.startsWith(FUNCTIONS_PATH)) return { status: 404 };
    const name = url.pathname.slice(FUNCTIONS_PATH.length);
    const run = timers.get(name);
    if (run === undefined) return json(404, { error: `no timer function is named "${name}"` });
    run();
    return { status: 202 };
  };
}
