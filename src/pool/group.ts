import type { ResourceGroup } from "./id.ts";

/** As in the schema of a spec. */
const SUBSCRIPTION = /^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/i;

/** What is wrong with what an ARM id says of a group, behind the id; `undefined` if it may be one. */
export function groupMistake({ subscriptionId, resourceGroup }: ResourceGroup): string | undefined {
  if (!SUBSCRIPTION.test(subscriptionId))
    return "has no UUID for a subscription: write one such as 34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";
  const mistake = groupNameMistake(resourceGroup);
  return mistake === undefined ? undefined : `names no resource group: ${mistake}`;
}

/**
 * Azure's own pattern and length, where its \w is .NET's: letters, marks, digits and connectors of all scripts. The
 * schema of a spec has the same.
 */
const NAME = /^(?=.{1,90}$)[-\p{L}\p{Mn}\p{Nd}\p{Pc}.()]*[-\p{L}\p{Mn}\p{Nd}\p{Pc}()]$/u;

/** What is wrong with the name of a resource group, and what to write instead; `undefined` if it may be one. */
export function groupNameMistake(name: string): string | undefined {
  if (!NAME.test(name))
    return "use letters, digits, hyphens, underscores, parentheses and dots, 90 at most, with no dot at the end";
  const letter = Array.from(name).find(isAmbiguous);
  if (letter !== undefined)
    return `the letter "${letter}" is one that programs compare in different ways where case does not count, so another group could be meant: use one without it`;
  if (name !== name.normalize("NFC"))
    return "it has marks that stand apart from their letters: write it in Unicode's composed form (NFC)";
  return undefined;
}

/** The capital sigma has two small ones, and which it becomes depends on what stands beside it. */
const SIGMAS = "Σσς";

/**
 * Names are compared without case: here in lower case, by Azure in a way that is not documented. The two agree on ASCII
 * and on letters of two cases that lead to each other, or of one case. Of all others, such as the Kelvin sign, whose
 * lower case is the letter k, a group could be taken for another one, which a source may not touch.
 */
function isAmbiguous(character: string): boolean {
  if (character <= "\x7f") return false;
  // .NET's \w sees halves of what lies beyond the first plane, and takes neither.
  if (character.length > 1 || SIGMAS.includes(character)) return true;
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  if (upper === character) return lower.toUpperCase() !== character;
  // Some small letters have no capital of one letter, such as the German ß, and stay what they are.
  return lower !== character || (upper.length === 1 && upper.toLowerCase() !== character);
}
