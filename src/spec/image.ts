/** Registries take no longer names. */
const IMAGE_CHARACTERS_MAX = 512;
/** Between parts of a name: one dot, one or two underscores, any number of hyphens. */
const PATH_PART = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?(?::[0-9]{1,5})?$/i;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]{1,20}(?:[+._-][a-z0-9]{1,20}){0,4}:[0-9a-f]{32,128}$/i;

interface Image {
  /** Missing where Docker Hub is meant. */
  readonly host?: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** What is wrong with an image's reference and what to write instead; `undefined` if nothing is. */
export function imageMistake(text: string): string | undefined {
  if (text.length > IMAGE_CHARACTERS_MAX) return `must have ${IMAGE_CHARACTERS_MAX} characters at most`;
  if (/\s/.test(text)) return "must have no spaces in it";
  if (/^[a-z]+:\/\//i.test(text)) return "must begin with the registry's host name: take the protocol away";
  const { host, path, tag, digest } = split(text);
  if (host !== undefined && !isHost(host))
    return "has a registry that is no host name: write one such as contoso.azurecr.io";
  if (tag !== undefined && !TAG.test(tag))
    return "has a tag that can't be one: write letters, digits, dots, hyphens and underscores, 128 at most";
  if (digest !== undefined && !DIGEST.test(digest))
    return "has a digest that can't be one: write @sha256: and 64 digits";
  if (path.split("/").every((part) => PATH_PART.test(part))) return undefined;
  return path === path.toLowerCase()
    ? "must be written as registry/repository:tag, such as contoso.azurecr.io/worker:1.4.2"
    : "must be in lower case but for its tag";
}

/** Whether the text can name a registry: its host, with a port or not. */
export function isHost(text: string): boolean {
  return HOST.test(text);
}

/** Whether the reference, a right one, goes on meaning the same image as far as one can see. */
export function isPinned(text: string): boolean {
  const { tag = "latest", digest } = split(text);
  return digest !== undefined || tag.toLowerCase() !== "latest";
}

/** The registry that the image is pulled from, in lower case. */
export function registryOf(text: string): string {
  return split(text).host?.toLowerCase() ?? "docker.io";
}

function split(text: string): Image {
  const at = text.indexOf("@");
  const [named, digest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  // As Docker does it: a first part without dot and port is a name on Docker Hub.
  const hasHost = /[.:]/.test(first) || first === "localhost";
  const rest = hasHost ? named.slice(slash + 1) : named;
  const colon = rest.indexOf(":");
  const [path, tag] = colon < 0 ? [rest, undefined] : [rest.slice(0, colon), rest.slice(colon + 1)];
  return {
    ...(hasHost && { host: first }),
    path,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}
