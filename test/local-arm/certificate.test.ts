import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CertificateFiles, createCertificate } from "../local/certificate.ts";
import { type Listening, serve } from "../local/http.ts";

const run = promisify(execFile);

/** A name may have several addresses: Node.js is not to leave the right one for a wrong one because it takes long. */
const PATIENT = "--network-family-autoselection-attempt-timeout=60000";

/** What a Node process of its own gets from `url`. */
const fetched = (url: string, env: { readonly [name: string]: string }) => {
  const script = `fetch(${JSON.stringify(url)}).then((a) => a.text()).then(console.log)`;
  return run(process.execPath, [PATIENT, "-e", script], { env });
};

describe("the local cloud's certificate", () => {
  let directory: string;
  let certificate: CertificateFiles;
  let server: Listening;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "poolkeeper-certificate-"));
    certificate = await createCertificate(directory);
    server = await serve(async () => ({ status: 200, body: "welcome" }), { tls: certificate });
  });

  afterAll(async () => {
    await server.close();
    await rm(directory, { recursive: true });
  });

  it("is trusted by a process that is told of it, by address and by name", async () => {
    const env = { NODE_EXTRA_CA_CERTS: certificate.caFile };

    const byAddress = await fetched(server.origin, env);
    const byName = await fetched(server.origin.replace("127.0.0.1", "localhost"), env);

    expect([byAddress, byName]).toEqual(Array(2).fill({ stdout: "welcome\n", stderr: "" }));
  });

  it("is trusted by no other process", async () => {
    await expect(fetched(server.origin, {})).rejects.toThrow("DEPTH_ZERO_SELF_SIGNED_CERT");
  });

  it("is its own authority, for this machine alone, for some weeks", () => {
    const read = new X509Certificate(certificate.cert);
    const days = (read.validToDate.getTime() - Date.now()) / (24 * 60 * 60 * 1000);

    expect(read.ca).toBe(true);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1");
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(days).toBeGreaterThan(28);
    expect(days).toBeLessThan(31);
  });

  it("is written to files, the key for its owner's eyes only", async () => {
    const { caFile, certFile, keyFile, cert, key } = certificate;

    const texts = await Promise.all([caFile, certFile, keyFile].map((file) => readFile(file, "utf8")));

    expect(texts).toEqual([cert, cert, key]);
    expect([caFile, certFile, keyFile]).toEqual(
      ["ca.pem", "cert.pem", "key.pem"].map((name) => join(directory, name)),
    );
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  });

  it("is another one each time", async () => {
    const other = await createCertificate(directory);

    expect(new X509Certificate(other.cert).serialNumber).not.toBe(
      new X509Certificate(certificate.cert).serialNumber,
    );
  });
});
