import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/**
 * Makes this process trust the certificate in `caFile`, from its next connection on. A process that is only
 * being started is told by NODE_EXTRA_CA_CERTS instead.
 */
export function trust(caFile: string): void {
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(caFile, "utf8")]);
}
