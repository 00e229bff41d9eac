import { type Stage, setStage } from "../end-to-end/stage.ts";
import { NEVER } from "../local/app-settings.ts";

/** A cloud whose app does nothing but what the work asks it for; gone when the work is over. */
export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await setStage({ settings: { POLL_SCHEDULE: NEVER, SNAPSHOT_SCHEDULE: NEVER } });
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}
