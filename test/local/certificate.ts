import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";
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
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * A new certificate for this machine's loopback address, signed by itself: whoever trusts it as an authority
 * trusts the servers that use it, and nothing else, for its key never leaves the directory.
 */
export async function createCertificate(directory: string): Promise<CertificateFiles> {
  const { cert, private: key } = await generateForLoopback(Date.now());
  const caFile = join(directory, "ca.pem");
  const certFile = join(directory, "cert.pem");
  const keyFile = join(directory, "key.pem");
  await writeFile(caFile, cert);
  await writeFile(certFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  return { cert, key, caFile, certFile, keyFile };
}

function generateForLoopback(nowMs: number): ReturnType<typeof generate> {
  // A process that trusts several finds the one that signed by its name.
  return generate([{ name: "commonName", value: `poolkeeper local cloud ${randomUUID()}` }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs + VALID_DAYS * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: DNS_NAME, value: "localhost" },
          { type: IP_ADDRESS, ip: "127.0.0.1" },
        ],
      },
    ],
  });
}
