import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from "@azure/core-rest-pipeline";
import type { ArmService } from "../local/arm/service.ts";

/** Takes requests to the ARM stand-in without a network in between. */
export function clientOf(service: ArmService): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const { method, url, headers, body } = request;
      const answer = await service.handle({
        method,
        url: new URL(url),
        headers: headers.toJSON(),
        body: Buffer.from(typeof body === "string" ? body : ""),
      });
      if (answer === "drop") throw new RestError("socket hang up", { code: "ECONNRESET", request });
      const { status, headers: answered = {}, body: text = "" } = answer;
      return { request, status, headers: createHttpHeaders(answered), bodyAsText: text.toString() };
    },
  };
}
