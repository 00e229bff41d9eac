/**
 * The address of a service that gets our token, without a slash at its end; `undefined` for one that must not: a token
 * in the open is anybody's, and whoever writes a name and a password there meant something else.
 */
export function parseEndpoint(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, search, hash, origin, pathname } = new URL(text);
  if (protocol !== "https:" || username + password + search + hash !== "") return undefined;
  return `${origin}${pathname}`.replace(/\/+$/, "");
}
