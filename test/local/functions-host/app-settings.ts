/** The app's settings: in Azure, as here, the environment of the process. */
export type AppSettings = { readonly [name: string]: string | undefined };

/** Replaces every `%NAME%` by the setting of that name. */
export function resolveSettings(text: string, settings: AppSettings): string {
  return text.replace(/%([^%]*)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`"${text}" names the setting ${name}, which is not set`);
    return value;
  });
}
