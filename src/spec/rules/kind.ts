import type { SoundPool } from "./rule.ts";

export const CONTAINER_TYPE = "/properties/containerType";

/** Whether the sessions run the author's own image. */
export function isCustom({ properties }: SoundPool): boolean {
  return properties?.containerType === "CustomContainer";
}

/** Whether the sessions run an image of Azure's own. Neither this nor custom if nobody knows. */
export function isInterpreter({ properties }: SoundPool): boolean {
  return properties?.containerType !== undefined && properties.containerType !== "CustomContainer";
}
