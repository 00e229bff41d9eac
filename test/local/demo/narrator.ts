import { styleText } from "node:util";

const TOPIC_WIDTH = 10;

export interface Narrator {
  chapter(title: string): void;
  /** Something that was seen, with the time since the start. */
  saw(topic: string, text: string): void;
}

/** Tells a person what happens, as it happens. Colours only where a terminal shows them. */
export function createNarrator(write: (line: string) => void, startedMs: number): Narrator {
  return {
    chapter: (title) => write(`\n${styleText("bold", title)}`),
    saw: (topic, text) => {
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1).padStart(6);
      write(`${styleText("dim", `${seconds} s`)}  ${styleText("cyan", topic.padEnd(TOPIC_WIDTH))}${text}`);
    },
  };
}
