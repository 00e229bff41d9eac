import type { InvocationContext } from "@azure/functions";
import type { Log, LogFields } from "../src/app.ts";

type Write = (line: string) => void;

/** One line of JSON per fact: no field hides its message. The host adds level, time and invocation. */
export function loggerFor(context: Pick<InvocationContext, "info" | "warn" | "error">): Log {
  const line =
    (write: Write) =>
    (message: string, fields: LogFields = {}): void =>
      write(JSON.stringify({ ...fields, message }));
  return {
    info: line((text) => context.info(text)),
    warn: line((text) => context.warn(text)),
    error: line((text) => context.error(text)),
  };
}
