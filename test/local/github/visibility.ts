import type { Clock } from "../../../src/ports.ts";
import type { BareRepository, Refs } from "./bare-repository.ts";

/** The repository as REST shows it. */
export interface View {
  refs(): Promise<Refs>;
  sees(sha: string): boolean;
}

export interface Visibility {
  view(): View;
  /** From here on REST shows the repository as it is now, until the answer is called and its seconds are over. */
  freeze(): Promise<(lagSeconds: number) => void>;
}

interface Frozen extends View {
  untilMs: number;
}

/** GitHub's API lags behind its own pushes: for a while it shows the old head, and knows no new object. */
export function createVisibility(repository: BareRepository, clock: Clock): Visibility {
  const present: View = { refs: repository.refs, sees: () => true };
  const frozen: Frozen[] = []; // oldest first: what is shown never goes back

  return {
    view() {
      while (frozen[0] && frozen[0].untilMs <= clock.now()) frozen.shift();
      return frozen[0] ?? present;
    },
    async freeze() {
      const [refs, objects] = await Promise.all([repository.refs(), repository.objects()]);
      const view: Frozen = {
        refs: async () => refs,
        sees: (sha) => objects.has(sha),
        untilMs: Number.POSITIVE_INFINITY,
      };
      frozen.push(view);
      return (lagSeconds) => {
        view.untilMs = clock.now() + lagSeconds * 1000;
      };
    },
  };
}
