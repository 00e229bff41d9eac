import type { Mistake } from "./place.ts";

/** The whole grammar of JSON's tokens; spaces come before them. */
const TOKEN =
  /[ \t\n\r]*(?:(?<mark>[{}[\],:])|(?<string>"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(?<literal>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null))/uy;

type Expected = "value" | "first value" | "key" | "first key" | "colon" | "comma" | "end";
type Token = "{" | "}" | "[" | "]" | "," | ":" | "string" | "literal";

/** The first place where the text is not JSON. YAML, which reads it then, would allow more. */
export function findJsonMistake(text: string): Mistake | undefined {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let offset = 0;
  for (let token = tokenAt(text, 0); token; token = tokenAt(text, offset)) {
    const next = step(token.kind, expected, open);
    if (!next) return mistakeAt(text, offset, expected);
    expected = next;
    offset = token.end;
  }
  const rest = text.slice(offset).replace(/^[ \t\r\n]+/, "");
  if (rest === "" && expected === "end") return undefined;
  if (!rest.startsWith('"')) return mistakeAt(text, offset, expected);
  const message =
    "this text is not complete: its closing quote is missing on this line, or a \\ in it needs another \\ before it";
  return { code: "spec/syntax", message, offset: text.length - rest.length };
}

function tokenAt(text: string, offset: number): { kind: Token; end: number } | undefined {
  TOKEN.lastIndex = offset;
  const groups = TOKEN.exec(text)?.groups;
  if (!groups) return undefined;
  const kind = groups.mark ?? (groups.string ? "string" : "literal");
  return { kind: kind as Token, end: TOKEN.lastIndex };
}

/** What may follow the token, or `undefined` if it can't stand here. Keeps `open` up to date. */
function step(token: Token, expected: Expected, open: ("{" | "[")[]): Expected | undefined {
  const within = open.at(-1);
  const after = (): Expected => (open.length > 0 ? "comma" : "end");
  switch (token) {
    case "{":
    case "[":
      if (expected !== "value" && expected !== "first value") return undefined;
      open.push(token);
      return token === "{" ? "first key" : "first value";
    case "}":
    case "]": {
      const isOver = expected === "comma" || expected === (token === "}" ? "first key" : "first value");
      if (!isOver || within !== (token === "}" ? "{" : "[")) return undefined;
      open.pop();
      return after();
    }
    case ",":
      if (expected !== "comma") return undefined;
      return within === "{" ? "key" : "value";
    case ":":
      return expected === "colon" ? "value" : undefined;
    case "string":
      if (expected === "key" || expected === "first key") return "colon";
      return expected === "value" || expected === "first value" ? after() : undefined;
    case "literal":
      return expected === "value" || expected === "first value" ? after() : undefined;
  }
}

function mistakeAt(text: string, after: number, expected: Expected): Mistake {
  const rest = text.slice(after).replace(/^[ \t\r\n]+/, "");
  return {
    code: "spec/syntax",
    message: messageFor(rest.slice(0, 2), expected),
    offset: text.length - rest.length,
  };
}

function messageFor(found: string, expected: Expected): string {
  const [character] = found;
  if (character === undefined) return "the JSON ends too early: a value, a brace or a bracket is missing";
  if (character === "#" || found === "//" || found === "/*") return "JSON has no comments: take this out";
  if (character === "'") return "JSON knows double quotes only";
  switch (expected) {
    case "end":
      return "the JSON is complete before this: take the rest out";
    case "colon":
      return "a colon is missing between the name and its value";
    case "comma":
      return "a comma, or the closing brace or bracket, is missing here";
    case "key":
      return character === "}"
        ? "the comma before this brace is one too many"
        : "a name in double quotes must stand here";
    case "first key":
      return "a name in double quotes must stand here";
    case "value":
      return character === "]" ? "the comma before this bracket is one too many" : VALUE_MISSING;
    case "first value":
      return VALUE_MISSING;
  }
}

const VALUE_MISSING = "a value must stand here: text in double quotes, a number, true, false, null, { or [";
