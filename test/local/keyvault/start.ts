import type { Clock } from "../../../src/ports.ts";
import { type Certificate, serve } from "../http.ts";
import type { Tokens } from "../identity/tokens.ts";
import { KEY_VAULT_RESOURCE, KeyVaultService } from "./service.ts";

export interface StartKeyVaultOptions {
  readonly clock: Clock;
  /** Azure's clients send no token over plain http. */
  readonly tls: Certificate;
  /** Whose tokens are good. */
  readonly tokens: Pick<Tokens, "check">;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

export interface KeyVault {
  /** What `KEY_VAULT_ENDPOINT` is set to: all vaults are at one host, each below its name. */
  readonly endpoint: string;
  readonly service: KeyVaultService;
  close(): Promise<void>;
}

/** The service, over https on the loopback address. */
export async function startKeyVault(options: StartKeyVaultOptions): Promise<KeyVault> {
  const { clock, tls, tokens, port = 0 } = options;
  const service = new KeyVaultService({
    clock,
    checkToken: (authorization) => tokens.check(authorization, KEY_VAULT_RESOURCE),
  });
  const server = await serve((request) => service.handle(request), { port, tls });
  return { endpoint: `${server.origin}/{vault}`, service, close: server.close };
}
