import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../src/ports.ts";
import { type Certificate, type ServiceRequest, serve } from "../http.ts";
import type { Tokens } from "../identity/tokens.ts";
import { ArmService } from "./service.ts";
import type { ArmSettings } from "./settings.ts";

export interface StartArmOptions {
  readonly clock: Clock;
  /** Azure's clients send no token over plain http. */
  readonly tls: Certificate;
  /** Whose tokens are good. */
  readonly tokens: Pick<Tokens, "check">;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly settings?: ArmSettings;
}

export interface Arm {
  /** What `ARM_ENDPOINT` is set to, with no slash at the end. */
  readonly endpoint: string;
  readonly service: ArmService;
  close(): Promise<void>;
}

/** Clients ask for tokens by the endpoint that they were given, or by ARM's names in Azure. */
const AZURE_AUDIENCES = ["https://management.azure.com", "https://management.core.windows.net"];

/** The service, over https on the loopback address. */
export async function startArm({ clock, tls, tokens, port = 0, settings }: StartArmOptions): Promise<Arm> {
  let endpoint = "";
  const service = new ArmService({
    clock,
    origin: () => endpoint,
    checkToken: (authorization) => tokens.check(authorization, [endpoint, ...AZURE_AUDIENCES]),
    wait: (ms) => sleep(ms, undefined, { ref: false }), // a held answer keeps no process alive
    ...(settings ? { settings } : {}),
  });
  const server = await serve((request: ServiceRequest) => service.handle(request), { port, tls });
  endpoint = server.origin;
  return { endpoint, service, close: server.close };
}
