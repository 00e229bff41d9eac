// Made from src/spec/session-pool.schema.json by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** One rule of the schema that a value breaks. */
export interface Violation {
  /** JSON pointer of the value. */
  readonly instancePath: string;
  /** The rule. */
  readonly keyword: string;
  readonly params: { readonly missingProperty?: string; readonly additionalProperty?: string };
  /** The name that breaks the rule, where it is about the names of a value's properties. */
  readonly propertyName?: string;
}

/** Says whether the value is a session pool; if not, `errors` has every rule that it breaks. */
export const validate: {
  (value: unknown): boolean;
  errors: readonly Violation[] | null;
};
