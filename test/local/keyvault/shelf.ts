import { randomUUID } from "node:crypto";

/** One version of a secret. */
export interface StoredSecret {
  readonly version: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Epoch seconds, as Key Vault counts them. */
  readonly created: number;
  readonly notBefore?: number | undefined;
  readonly expires?: number | undefined;
}

/** What somebody stores: times as UTC, ISO 8601. */
export interface NewSecret {
  readonly vault: string;
  readonly name: string;
  readonly value: string;
  /** True, if left out. */
  readonly enabled?: boolean;
  readonly notBefore?: string;
  readonly expires?: string;
}

const seconds = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Math.floor(Date.parse(instant) / 1000);

/** Secrets by vault and name, neither of which is compared by case, each with its versions. */
export class SecretShelf {
  readonly #versions = new Map<string, StoredSecret[]>();

  /** Stores a new version, which is the newest from now on. */
  add({ vault, name, value, enabled = true, notBefore, expires }: NewSecret, nowMs: number): StoredSecret {
    const secret = {
      version: randomUUID().replaceAll("-", ""),
      ...{ value, enabled, created: Math.floor(nowMs / 1000) },
      ...{ notBefore: seconds(notBefore), expires: seconds(expires) },
    };
    const key = keyOf(vault, name);
    this.#versions.set(key, [...(this.#versions.get(key) ?? []), secret]);
    return secret;
  }

  /** The version, or the newest one if none is named. */
  find(vault: string, name: string, version: string): StoredSecret | undefined {
    const all = this.#versions.get(keyOf(vault, name)) ?? [];
    return version === "" ? all.at(-1) : all.find((secret) => secret.version === version.toLowerCase());
  }
}

const keyOf = (vault: string, name: string): string => `${vault}/${name}`.toLowerCase();
