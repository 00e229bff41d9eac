const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The address of a service that gets our token, without a slash at its end; `undefined` for one that must not: a token
 * in the open is anybody's, and whoever writes a name and a password there meant something else. What never leaves this
 * machine may go without https.
 */
export function parseEndpoint(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, search, hash, origin, pathname } = new URL(text);
  const isPrivate = protocol === "https:" || (protocol === "http:" && LOOPBACK.includes(hostname));
  if (!isPrivate || username + password + search + hash !== "") return undefined;
  return `${origin}${pathname}`.replace(/\/+$/, "");
}
