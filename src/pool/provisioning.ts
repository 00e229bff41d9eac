const ENDED: ReadonlySet<string> = new Set(["succeeded", "failed", "canceled"]);

/** False while ARM works on a pool. A state that we don't know counts as one that ends some day. */
export function hasEnded(provisioningState: string): boolean {
  return ENDED.has(provisioningState.toLowerCase());
}
