import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  RestError,
} from "@azure/core-rest-pipeline";

export interface Answer {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  /** JSON, or the text itself. */
  readonly body?: unknown;
}

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
}

export interface ScriptedHttp extends HttpClient {
  readonly sent: readonly Sent[];
}

export type Scripted = Answer | Error | "cut";

/** Answers requests one after the other; an error in the script is thrown instead. */
export function scriptedHttp(...script: readonly Scripted[]): ScriptedHttp {
  const sent: Sent[] = [];
  const left = [...script];
  return {
    sent,
    async sendRequest(request: PipelineRequest) {
      const { method, url, headers, body } = request;
      sent.push({ method, url, headers: headers.toJSON(), body });
      const next = left.shift();
      if (next === undefined) throw new Error(`no answer is left for ${method} ${url}`);
      if (next === "cut") throw new RestError("socket hang up", { code: "ECONNRESET", request });
      if (next instanceof Error) throw next;
      const text = typeof next.body === "string" ? next.body : JSON.stringify(next.body ?? "");
      return { request, status: next.status, headers: createHttpHeaders(next.headers), bodyAsText: text };
    },
  };
}
