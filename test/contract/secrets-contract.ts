import { describe, expect, it } from "vitest";
import type { SecretReference } from "../../src/pool/secrets.ts";
import type { Secrets } from "../../src/ports.ts";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { failureOf } from "./failure-of.ts";

export interface SecretsSubject {
  readonly secrets: Secrets;
  /** Stores a new version; returns it. */
  set(name: string, value: string, options?: { enabled?: boolean; expiresAt?: number }): string;
  /** Takes the role in the vault away, or gives it back. */
  allow(isAllowed: boolean): void;
  /** The next read finds Key Vault busy for so many seconds. */
  throttleNext(seconds: number): void;
  readonly nowMs: number;
}

export const VAULT = "contoso.vault.azure.net";
const VALUE = "s3cr3t-välue\nwith a second line";

const reference = (overrides: Partial<SecretReference> = {}): SecretReference => ({
  vault: VAULT,
  name: "api-key",
  ...overrides,
});

/** What any `Secrets` does. `makeSubject` gives one with an empty vault. */
export function secretsContract(name: string, makeSubject: () => SecretsSubject): void {
  describe(`secrets: ${name}`, () => {
    reading(makeSubject);
    failing(makeSubject);
  });
}

function reading(makeSubject: () => SecretsSubject): void {
  it("reads the newest version where none is named, and says which it is", async () => {
    const { secrets, set } = makeSubject();
    set("api-key", "an older one");
    const version = set("api-key", VALUE);

    const read = await secrets.read(reference());

    expect(read.version).toBe(version);
    expect(version).toMatch(/^[0-9a-f]{32}$/);
    expect(read.value.reveal()).toBe(VALUE);
  });

  it("reads the version that is named, also when there are newer ones", async () => {
    const { secrets, set } = makeSubject();
    const version = set("api-key", VALUE);
    set("api-key", "a newer one");

    const read = await secrets.read(reference({ version }));

    expect(read.version).toBe(version);
    expect(read.value.reveal()).toBe(VALUE);
  });

  it("finds a secret by any spelling of its name", async () => {
    const { secrets, set } = makeSubject();
    const version = set("api-key", VALUE);

    expect(await secrets.read(reference({ name: "API-Key" }))).toMatchObject({ version });
  });
}

function failing(makeSubject: () => SecretsSubject): void {
  it("is refused a secret, or a version, that is not there, and says which of which vault", async () => {
    const { secrets, set } = makeSubject();
    set("api-key", VALUE);

    for (const missing of [
      reference({ name: "other" }),
      reference({ version: "0".repeat(31).concat("f") }),
    ]) {
      const failure = await failureOf(secrets.read(missing));
      expect(failure).toBeInstanceOf(Refused);
      expect(failure.code).toBe("SecretNotFound");
      expect(failure.message).toContain(`${missing.name}`);
      expect(failure.message).toContain(VAULT);
    }
  });

  it("is refused a secret that was disabled, and repeats nothing of it", async () => {
    const { secrets, set } = makeSubject();
    set("api-key", VALUE, { enabled: false });

    const failure = await failureOf(secrets.read(reference()));

    expect(failure).toBeInstanceOf(Refused);
    expect(failure.code).toBe("SecretDisabled");
    expect(failure.message).not.toContain("s3cr3t");
  });

  it("is refused a secret that has expired, and repeats nothing of it", async () => {
    const { secrets, set, nowMs } = makeSubject();
    set("api-key", VALUE, { expiresAt: nowMs - 1_000 });

    const failure = await failureOf(secrets.read(reference()));

    expect(failure).toBeInstanceOf(Refused);
    expect(failure.code).toBe("SecretExpired");
    expect(failure.message).not.toContain("s3cr3t");
  });

  it("reads a secret that will expire later", async () => {
    const { secrets, set, nowMs } = makeSubject();
    const version = set("api-key", VALUE, { expiresAt: nowMs + 60_000 });

    expect(await secrets.read(reference())).toMatchObject({ version });
  });

  it("can't read a vault without a role yet, and can once it has one", async () => {
    const { secrets, set, allow } = makeSubject();
    const version = set("api-key", VALUE);
    allow(false);

    const failure = await failureOf(secrets.read(reference()));
    allow(true);

    expect(failure).toBeInstanceOf(NotYet);
    expect(failure.code).toBe("ForbiddenByRbac");
    expect(failure.message).toContain("Key Vault Secrets User");
    expect(await secrets.read(reference())).toMatchObject({ version });
  });

  it("is told to come later, and tries nothing by itself", async () => {
    const { secrets, set, throttleNext } = makeSubject();
    const version = set("api-key", VALUE);
    throttleNext(7);

    const failure = await failureOf(secrets.read(reference()));

    expect(failure).toBeInstanceOf(Busy);
    expect(failure.retryAfterMs).toBe(7_000);
    expect(await secrets.read(reference())).toMatchObject({ version });
  });
}
