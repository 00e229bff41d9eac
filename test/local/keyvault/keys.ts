import { constants, generateKeyPairSync, type KeyObject, privateEncrypt } from "node:crypto";

/** What RSASSA-PKCS1-v1_5 puts before a SHA-256 (RFC 8017, 9.2). */
const DIGEST_INFO = Buffer.from("3031300d060960864801650304020105000420", "hex");
const BITS = 2048;
const VERSION = "5f1c4c35e1a74a4eb54ed0a6b8a6c1d2";

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** RSA keys by vault and name, each made when it is first asked for. */
export class KeyShelf {
  readonly #keys = new Map<string, KeyPair>();

  /** As `GET /keys/{name}` shows it. */
  show(vault: string, name: string): object {
    const jwk = this.#key(vault, name).publicKey.export({ format: "jwk" });
    return {
      key: { ...jwk, kid: idOf(vault, name), key_ops: ["sign", "verify"] },
      attributes: { enabled: true },
    };
  }

  /** As `POST /keys/{name}/{version}/sign` answers; `undefined` for what it can't sign. */
  sign(vault: string, name: string, { alg, value }: { alg?: unknown; value?: unknown }): object | undefined {
    const digest = Buffer.from(String(value), "base64url");
    if (alg !== "RS256" || digest.length !== 32) return undefined;
    const key = { key: this.#key(vault, name).privateKey, padding: constants.RSA_PKCS1_PADDING };
    const signature = privateEncrypt(key, Buffer.concat([DIGEST_INFO, digest]));
    return { kid: idOf(vault, name), value: signature.toString("base64url") };
  }

  #key(vault: string, name: string): KeyPair {
    const id = `${vault}/${name}`.toLowerCase();
    const key = this.#keys.get(id) ?? generateKeyPairSync("rsa", { modulusLength: BITS });
    this.#keys.set(id, key);
    return key;
  }
}

const idOf = (vault: string, name: string): string =>
  `https://${vault.toLowerCase()}.vault.azure.net/keys/${name}/${VERSION}`;
