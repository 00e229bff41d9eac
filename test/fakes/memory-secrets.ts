import type { SecretReference } from "../../src/pool/secrets.ts";
import type { Clock, Secrets } from "../../src/ports.ts";
import { NotYet, Refused } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { createFaults, type Faults } from "./faults.ts";

interface Version {
  readonly version: string;
  readonly value: string;
  readonly enabled: boolean;
  readonly expiresAt?: number;
}

export interface VersionOptions {
  readonly enabled?: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

export interface MemorySecrets extends Secrets, Faults<"read"> {
  /** A new version of a secret, in a vault that is there from now on. Returns the version. */
  set(vault: string, name: string, value: string, options?: VersionOptions): string;
  /** Whether the vault may be read; it may, until something else is said. */
  allow(vault: string, isAllowed: boolean): void;
  /** What was read, oldest first. */
  readonly reads: readonly SecretReference[];
}

/** A few key vaults. */
export function createMemorySecrets(clock: Clock): MemorySecrets {
  const vaults = new Map<string, Map<string, Version[]>>();
  const closed = new Set<string>();
  const reads: SecretReference[] = [];
  const { failNext, meet } = createFaults<"read">();
  let versions = 0;

  return {
    async read(reference) {
      reads.push(reference);
      meet("read");
      const { version, value, enabled, expiresAt = Number.POSITIVE_INFINITY } = find(reference);
      const what = `the secret ${reference.name} of the key vault ${reference.vault}`;
      if (!enabled)
        throw new Refused({ code: "SecretDisabled", message: `${what} is disabled`, status: 403 });
      if (expiresAt <= clock.now())
        throw new Refused({ code: "SecretExpired", message: `${what} has expired` });
      return { version, value: new Secret(value) };
    },
    set(vault, name, value, { enabled = true, expiresAt } = {}) {
      versions += 1;
      const version = versions.toString(16).padStart(32, "0");
      const secrets = vaults.get(vault) ?? new Map<string, Version[]>();
      vaults.set(vault, secrets);
      const before = secrets.get(name.toLowerCase()) ?? [];
      const added = { version, value, enabled, ...(expiresAt === undefined ? {} : { expiresAt }) };
      secrets.set(name.toLowerCase(), [...before, added]);
      return version;
    },
    allow: (vault, isAllowed) => void (isAllowed ? closed.delete(vault) : closed.add(vault)),
    reads,
    failNext,
  };

  function find({ vault, name, version }: SecretReference): Version {
    const secrets = vaults.get(vault);
    if (!secrets)
      throw new NotYet({ code: "KeyVaultNotFound", message: `there is no such key vault: ${vault}` });
    if (closed.has(vault)) {
      const message = `the deployer's identity needs the role Key Vault Secrets User: the key vault ${vault}`;
      throw new NotYet({ code: "ForbiddenByRbac", message, status: 403 });
    }
    const all = secrets.get(name.toLowerCase()) ?? [];
    const found = version === undefined ? all.at(-1) : all.find((one) => one.version === version);
    if (found) return found;
    const message = `there is no such secret: the secret ${name} of the key vault ${vault}`;
    throw new Refused({ code: "SecretNotFound", message, status: 404 });
  }
}
