import { createFixedClock, type FixedClock } from "../fakes/fixed-clock.ts";
import { ArmService } from "../local/arm/service.ts";
import type { ArmSettings } from "../local/arm/settings.ts";
import type { ServiceRequest } from "../local/http.ts";

export const ORIGIN = "https://arm.test";
const GOOD_TOKEN = "Bearer good";

export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers, and a wrong look fails the test
  readonly body: any;
}

/** The service in this process, with a clock that stands still. */
export interface LaptopArm {
  readonly service: ArmService;
  readonly clock: FixedClock;
  readonly waits: number[];
  /** `target`: a path, which gets the api-version, or a whole URL. */
  send(method: string, target: string, body?: unknown, headers?: object): Promise<Answer | "drop">;
  /** The same, for requests that get an answer. */
  ask(method: string, target: string, body?: unknown, headers?: object): Promise<Answer>;
}

export function laptopArm(settings: ArmSettings = {}): LaptopArm {
  const clock = createFixedClock();
  const waits: number[] = [];
  const service = new ArmService({
    clock,
    origin: ORIGIN,
    checkToken: (authorization) =>
      authorization === GOOD_TOKEN
        ? undefined
        : { code: "InvalidAuthenticationToken", message: 'not "good"' },
    wait: async (ms) => {
      waits.push(ms);
    },
    settings,
  });
  const send = async (method: string, target: string, body?: unknown, headers: object = {}) => {
    const answer = await service.handle(request(method, target, body, headers));
    if (answer === "drop") return answer;
    const text = String(answer.body ?? "");
    return { status: answer.status, headers: answer.headers ?? {}, body: text && JSON.parse(text) };
  };
  const ask = async (method: string, target: string, body?: unknown, headers?: object) => {
    const answer = await send(method, target, body, headers);
    if (answer === "drop") throw new Error(`the answer to ${method} ${target} was lost`);
    return answer;
  };
  return { service, clock, waits, send, ask };
}

function request(method: string, target: string, body: unknown, headers: object): ServiceRequest {
  const url = target.startsWith("https:")
    ? new URL(target)
    : new URL(target.includes("?") ? target : `${target}?api-version=2025-07-01`, ORIGIN);
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return { method, url, headers: { authorization: GOOD_TOKEN, ...headers }, body: Buffer.from(text) };
}
