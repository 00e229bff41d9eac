/*
 * The service spells some values its own way. Each function here gives one form to all spellings of one value;
 * `undefined` is no value at all.
 */

/** `East US`, `eastus` and `North Central US (Stage)`: display names and short names. */
export function regionForm(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** ARM ids of identities and environments, and `system`, are compared without case. */
export function idForm(text: string): string {
  return text.toLowerCase().replace(/\/+$/, "");
}

/** Answered as `SystemAssigned, UserAssigned`, with a space that the request may not have. */
export function identityTypeForm(text: string): string | undefined {
  const kinds = text.toLowerCase().split(",");
  return noneForm(
    kinds
      .map((kind) => kind.trim())
      .sort()
      .join(","),
  );
}

/** `None` is what a setting has that nobody made. */
export function noneForm(text: string): string | undefined {
  return text.toLowerCase() === "none" ? undefined : text;
}

const UNITS = ["ki", "mi", "gi", "ti"];

/** `1Gi`, `1.0Gi` and `1024Mi` are as many bytes; what is no such quantity stays as it is. */
export function memoryForm(text: string): string {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmgt]i)$/i.exec(text.trim()) ?? [];
  return amount === undefined
    ? text
    : `${Number(amount) * 1024 ** (UNITS.indexOf(unit.toLowerCase()) + 1)} bytes`;
}

/** ARM treats names of tags as the same in upper and lower case. */
export function tagNameForm(name: string): string {
  return name.toLowerCase();
}
