/** Longer texts are looked at so far only: secrets are short. */
const LOOKED_AT_CHARACTERS_MAX = 8192;

/*
 * Each pattern takes bounded steps from any place: quantifiers have limits, and what follows one can't match inside
 * of it again and again.
 */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
  ["a GitLab token", /\bglpat-[\w-]{20}/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{36}/],
  ["a Slack token", /\bxox[abeprs]-[A-Za-z0-9-]{20}/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a Google API key", /\bAIza[\w-]{35}/],
  ["an API key", /\bsk-(?:(?:proj|svcacct|admin|or-v1|ant-[a-z]{2,10}\d{2})-[\w-]{20}|[A-Za-z0-9]{20})/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{34}/],
  ["a Stripe key", /\b[rs]k_live_[A-Za-z0-9]{24}/],
  ["an Entra client secret", /[\w.~-]{3}\dQ~[\w.~-]{31}/],
  ["a JSON web token", /\beyJ[\w-]{10,1000}\.eyJ[\w-]{10,1000}\.[\w-]{10}/],
  ["an account key", /(?<![A-Za-z0-9+/-])[A-Za-z0-9+/]{86}==/],
  [
    "a connection string with its key",
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd) {0,2}= {0,2}(?!(?:true|false|none|null)\b)[^\s;${<*][^\s;]{3}/i,
  ],
  ["a shared access signature", /\bsig=[A-Za-z0-9%+/_-]{20}/],
  ["a password in a URL", /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@${<]{0,100}:[^\s/:@${<*][^\s/:@]{0,200}@/i],
];

/** What kind of secret the text seems to hold, with an article; `undefined` if it looks like none. */
export function secretIn(text: string): string | undefined {
  const start = text.slice(0, LOOKED_AT_CHARACTERS_MAX);
  return SHAPES.find(([, shape]) => shape.test(start))?.[0];
}

const SECRET_NAME =
  /(?:^|[_.-])(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|(?:ACCESS|ACCOUNT|AUTH|CLIENT|ENCRYPTION|MASTER|PRIMARY|PRIVATE|SECRET|SHARED|SIGNING|STORAGE)_?KEY|CONN(?:ECTION)?_?STR(?:ING)?|CREDENTIALS?|SAS)[_-]?\d{0,3}$/;
/** Alone it is the working directory. */
const PWD_NAME = /[_.-]PWD$/;
/** Names that people give only to secrets, alone or at the end of a longer word. */
const NAME_CHARACTERS_MAX = 200;

/** Whether a variable of this name, with this value written out, is a secret most likely. */
export function isSecretPair(name: string, value: string): boolean {
  if (name.length > NAME_CHARACTERS_MAX) return false;
  const words = name
    .replace(/([a-z])(?=[A-Z])/g, "$1_")
    .replaceAll("-", "_")
    .toUpperCase();
  if (!SECRET_NAME.test(words) && !PWD_NAME.test(words) && words !== "KEY") return false;
  return !HARMLESS.some((shape) => shape.test(value.trim().slice(0, LOOKED_AT_CHARACTERS_MAX)));
}

/** Values that are no secrets whatever their variable is called. */
const HARMLESS: readonly RegExp[] = [
  /^$/,
  /^(?:true|false|yes|no|on|off|none|null|default)$/i,
  // A count, such as a number of tokens.
  /^\d{1,6}$/,
  // To be filled in: ${A}, $(A), {{A}}, <A>, ***.
  /^(?:\$[{(].{0,200}[})]|\{\{.{0,200}\}\}|<.{0,200}>|\*+)$/s,
  // A path.
  /^(?:\.{0,2}|[A-Za-z]:)[\\/][\w.\\/-]{0,500}$/,
  // An address without a user and a query.
  /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s@?]{0,1000}$/i,
  /^[\w.-]{1,200}:\d{1,5}$/,
  // Pairs of which none is a secret: those are known by their shapes. A key that monitoring shows to everybody too.
  /^[A-Za-z][\w ]{0,60}=[^;]{0,500}(?:;|$)/,
];
