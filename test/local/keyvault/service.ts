import { randomUUID } from "node:crypto";
import type { Clock } from "../../../src/ports.ts";
import { isObject, parseJson } from "../../../src/shared/json.ts";
import { Countdown } from "../arm/countdown.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../http.ts";
import { TENANT_ID, type TokenFault } from "../identity/tokens.ts";
import { KeyShelf } from "./keys.ts";
import { assertKeyVaultSettings, assertNewSecret, type KeyVaultFault } from "./settings.ts";
import { SecretShelf, type StoredSecret } from "./shelf.ts";

export interface KeyVaultOptions {
  readonly clock: Clock;
  /** `undefined` if the header `authorization` is good, else why it is not. */
  readonly checkToken: (
    authorization: string | undefined,
  ) => Pick<TokenFault, "code" | "message"> | undefined;
}

/** A request as it was received. */
export interface KeyVaultRequest {
  /** UTC, ISO 8601. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  /** What was answered; 0 if the connection was cut instead. */
  readonly status: number;
}

/** What a token for Key Vault is for, whichever the vault. */
export const KEY_VAULT_RESOURCE = "https://vault.azure.net";
const CHALLENGE = `Bearer authorization="https://login.microsoftonline.com/${TENANT_ID}", resource="${KEY_VAULT_RESOURCE}"`;
const API_VERSIONS = ["7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "2025-07-01", "2026-04-01"];
const PATH = /^\/([^/]+)\/secrets\/([^/]+)\/?([^/]*)\/?$/;
const REQUESTS_MAX = 10_000; // the oldest go first

interface KeyQuestion {
  readonly keyVault: string;
  readonly keyName: string;
  readonly isSigning: string | undefined;
  readonly body: Buffer;
}

/** Azure Key Vault, with the reading of secrets, and keys that are shown and sign. Every vault that is asked for is there. */
export class KeyVaultService {
  readonly #options: KeyVaultOptions;
  readonly #shelf = new SecretShelf();
  readonly #keys = new KeyShelf();
  readonly #requests: KeyVaultRequest[] = [];
  #denied: readonly string[] = [];
  #faults = new Countdown<KeyVaultFault>();

  constructor(options: KeyVaultOptions) {
    this.#options = options;
  }

  /** Changes what is given and leaves the rest. Throws `KeyVaultSettingsError`. */
  configure(settings: unknown): void {
    assertKeyVaultSettings(settings);
    const { denied, faults } = settings;
    if (denied) this.#denied = denied.map((vault) => vault.toLowerCase());
    if (faults) this.#faults = new Countdown(faults);
  }

  /** Stores a new version of a secret, and tells its id. Throws `KeyVaultSettingsError`. */
  set(secret: unknown): { readonly id: string; readonly version: string } {
    assertNewSecret(secret);
    const { version } = this.#shelf.add(secret, this.#options.clock.now());
    return { id: idOf(secret.vault, secret.name, version), version };
  }

  /** The newest requests, in the order in which they came. */
  requests(): readonly KeyVaultRequest[] {
    return this.#requests;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse | "drop"> {
    const answer = this.#answer(request);
    const time = new Date(this.#options.clock.now()).toISOString();
    const { method, url } = request;
    this.#requests.push({
      ...{ time, method, path: url.pathname },
      status: answer === "drop" ? 0 : answer.status,
    });
    if (this.#requests.length > REQUESTS_MAX) this.#requests.shift();
    return answer;
  }

  /** The public key, as whoever verifies has it from its owner. */
  publicKey(vault: string, name: string): object {
    return this.#keys.show(vault, name);
  }

  #answer({ method, url, headers, body }: ServiceRequest): ServiceResponse | "drop" {
    const [, vault = "", name = "", version = ""] = PATH.exec(url.pathname) ?? [];
    // As the real one does, before it looks at anything else: clients learn here whom to ask for a token.
    if (!headers.authorization) return unauthorized("the request has no token");
    const fault = this.#options.checkToken(headers.authorization);
    if (fault) return unauthorized(fault.message);
    if (!API_VERSIONS.includes(url.searchParams.get("api-version") ?? ""))
      return failure(400, "BadParameter", `api-version must be one of ${API_VERSIONS.join(", ")}`);
    const [, keyVault = "", keyName = "", , isSigning] = KEY_PATH.exec(url.pathname) ?? [];
    if (keyName !== "") return this.#answerOfKey(method, { keyVault, keyName, isSigning, body });
    if (name === "") return failure(404, "NotFound", `there is only /{vault}/secrets/{name}/{version}`);
    if (method !== "GET") return failure(405, "MethodNotAllowed", `${method} is not allowed on a secret`);
    const struck = this.#faults.take(method, url.pathname);
    if (struck) return strike(struck);
    if (this.#denied.includes(vault.toLowerCase()))
      return forbidden("ForbiddenByRbac", "Caller is not authorized.\r\nCaller: appid=…;oid=…\r\nAction: …");
    const secret = this.#shelf.find(vault, name, version);
    if (!secret) return failure(404, "SecretNotFound", `A secret with (name/id) ${name} was not found.`);
    if (!secret.enabled)
      return forbidden("SecretDisabled", "Operation get is not allowed on a disabled secret.");
    return json(200, bundleOf(vault, name, secret), { "x-ms-request-id": randomUUID() });
  }

  #answerOfKey(method: string, asked: KeyQuestion): ServiceResponse {
    const { keyVault, keyName, isSigning, body } = asked;
    if (!isSigning) {
      if (method !== "GET") return failure(405, "MethodNotAllowed", `${method} is not allowed on a key`);
      return json(200, this.#keys.show(keyVault, keyName));
    }
    if (method !== "POST") return failure(405, "MethodNotAllowed", `${method} does not sign`);
    const said = parseJson(body.toString());
    const signed = isObject(said) ? this.#keys.sign(keyVault, keyName, said) : undefined;
    return signed ? json(200, signed) : failure(400, "BadParameter", "RS256 and a SHA-256 are all there is");
  }
}

const KEY_PATH = /^\/([^/]+)\/keys\/([^/]+)(?:\/([0-9a-f]{32}))?(\/sign)?$/;

/** Expired secrets and those that are not valid yet are handed out too: their times only inform. */
function bundleOf(vault: string, name: string, secret: StoredSecret): object {
  const { version, value, enabled, created, notBefore, expires } = secret;
  const attributes = {
    ...{ enabled, created, updated: created, recoveryLevel: "Recoverable+Purgeable", recoverableDays: 90 },
    ...(notBefore === undefined ? {} : { nbf: notBefore }),
    ...(expires === undefined ? {} : { exp: expires }),
  };
  return { value, id: idOf(vault, name, version), attributes, tags: {} };
}

/** By the vault's own host, wherever it was reached. */
const idOf = (vault: string, name: string, version: string): string =>
  `https://${vault.toLowerCase()}.vault.azure.net/secrets/${name}/${version}`;

function strike({ status, code = "Fault", retryAfter }: KeyVaultFault): ServiceResponse | "drop" {
  if (status === undefined) return "drop";
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return failure(status, code, "as ordered", {}, headers);
}

const unauthorized = (message: string): ServiceResponse =>
  failure(401, "Unauthorized", message, {}, { "www-authenticate": CHALLENGE });

const forbidden = (inner: string, message: string): ServiceResponse =>
  failure(403, "Forbidden", message, { innererror: { code: inner } });

const failure = (
  status: number,
  code: string,
  message: string,
  more: object = {},
  headers: { readonly [name: string]: string } = {},
): ServiceResponse =>
  json(status, { error: { code, message, ...more } }, { "x-ms-request-id": randomUUID(), ...headers });
