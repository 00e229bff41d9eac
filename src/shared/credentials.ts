import { SHOWN } from "./secret.ts";

/** What looks like a credential in a service's own words, whose value nobody here knows. */
const CREDENTIALS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, SHOWN],
  // JSON Web Tokens, and tokens of GitHub.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, SHOWN],
  [/\b(?:gh[pousr]_|github_pat_)\w{20,}/g, SHOWN],
  [/\b(bearer|basic)\s+[\w.~+/-]{16,}=*/gi, `$1 ${SHOWN}`],
  // Of URLs that carry their own permission (those of ARM's operations have s and h), of connection strings, and of what
  // people write.
  [/([?&](?:sig|s|h|code|access_token)=)[^&\s"']+/gi, `$1${SHOWN}`],
  [/\b((?:account|shared ?access|primary|secondary|api)[ _-]?key\s*[=:]\s*)[^\s;,"']+/gi, `$1${SHOWN}`],
  [/\b((?:password|passwd|pwd|secret|token)["']?\s*[=:]\s*["']?)[^\s;,"']+/gi, `$1${SHOWN}`],
  // A URL with a user and a password in it.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi, `$1${SHOWN}@`],
];

/** The text without what looks like a credential. What is known to be one is better looked for by its value. */
export function withoutCredentials(text: string): string {
  return CREDENTIALS.reduce((shown, [pattern, replacement]) => shown.replace(pattern, replacement), text);
}
