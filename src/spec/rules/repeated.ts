/** The indexes of texts that stand before already, in the form given; what is missing repeats nothing. */
export function repeated(
  texts: readonly (string | undefined)[],
  formOf: (text: string) => string = (text) => text,
): readonly number[] {
  const seen = new Set<string>();
  return texts.flatMap((text, index) => {
    if (text === undefined) return [];
    const form = formOf(text);
    if (seen.has(form)) return [index];
    seen.add(form);
    return [];
  });
}
