import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as der from "./der.ts";
import type { Certificate } from "./http.ts";

/** A certificate with its key, as text and as the files that other programs read. */
export interface CertificateFiles extends Certificate {
  /** What a client must trust: the value of `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30; // longer than anyone leaves a local cloud running

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const KEY_USAGE = "2.5.29.15";
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
const BASIC_CONSTRAINTS = "2.5.29.19";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

/**
 * A new certificate for this machine's loopback address, signed by itself: whoever trusts it as an authority
 * trusts the servers that use it, and nothing else, for its key never leaves the directory.
 */
export async function createCertificate(directory: string): Promise<CertificateFiles> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = pem("CERTIFICATE", signed(publicKey, privateKey));
  const key = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  const caFile = join(directory, "ca.pem");
  const certFile = join(directory, "cert.pem");
  const keyFile = join(directory, "key.pem");
  await writeFile(caFile, cert);
  await writeFile(certFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  return { cert, key, caFile, certFile, keyFile };
}

function signed(publicKey: KeyObject, privateKey: KeyObject): der.Der {
  const algorithm = der.sequence(der.oid(ECDSA_WITH_SHA256));
  // A process may trust several at once, and finds the one that signed by its name.
  const common = der.text(`poolkeeper local cloud ${randomBytes(8).toString("hex")}`);
  const name = der.sequence(der.set(der.sequence(der.oid(COMMON_NAME), common)));
  const nowMs = Date.now();
  const facts = der.sequence(
    der.field(0, der.integer(Buffer.of(2))), // counts from zero: version 3, the one with extensions
    der.integer(Buffer.concat([Buffer.of(1), randomBytes(15)])), // no leading zero: some readers refuse it
    algorithm,
    name,
    der.sequence(der.time(new Date(nowMs - DAY_MS)), der.time(new Date(nowMs + VALID_DAYS * DAY_MS))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der.field(3, extensions()),
  );
  return der.sequence(facts, algorithm, der.bits(sign("sha256", facts, privateKey)));
}

function extensions(): der.Der {
  const addresses = der.sequence(
    der.plainField(2, Buffer.from("localhost", "ascii")),
    der.plainField(7, Buffer.of(127, 0, 0, 1)),
  );
  return der.sequence(
    critical(BASIC_CONSTRAINTS, der.sequence(der.boolean(true))),
    critical(KEY_USAGE, der.bits(Buffer.of(0b1000_0100), 2)), // sign handshakes, sign certificates
    extension(EXTENDED_KEY_USAGE, der.sequence(der.oid(SERVER_AUTHENTICATION))),
    extension(SUBJECT_ALTERNATIVE_NAME, addresses),
  );
}

const extension = (id: string, value: der.Der): der.Der => der.sequence(der.oid(id), der.octets(value));

const critical = (id: string, value: der.Der): der.Der =>
  der.sequence(der.oid(id), der.boolean(true), der.octets(value));

function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
