import { type HostProcess, type HostProcessOptions, startHostProcess } from "./host-process.ts";
import { portToKeep } from "./ports.ts";

const RESTART_DELAY_MS = 1_000; // Azure takes ten seconds

/** A Functions host that is started again whenever it dies by itself, as Azure does with a crashed worker. */
export class KeptHost {
  readonly #options: HostProcessOptions;
  /** 0 until one is chosen. */
  #port: number;
  #process: HostProcess | undefined;
  #starting: Promise<HostProcess> | undefined;
  #restart: NodeJS.Timeout | undefined;
  /** False while it is down on purpose. */
  #isWanted = false;
  #starts = 0;
  #origin = "";

  constructor(options: HostProcessOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  /** Stays the same over restarts. */
  get origin(): string {
    return this.#origin;
  }

  /** `undefined` while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** Resolves when it serves; if it does already, at once. */
  async start(): Promise<void> {
    this.#isWanted = true;
    clearTimeout(this.#restart);
    if (this.#process !== undefined) return;
    this.#starting ??= this.#begin();
    try {
      const started = await this.#starting;
      if (this.#process !== started) this.#keep(started);
    } finally {
      this.#starting = undefined;
    }
  }

  /** Ends it at once, as `kill -9` does; it stays down until it is started. */
  async kill(): Promise<void> {
    await (await this.#let())?.kill();
  }

  /** Lets it finish what it does; it stays down until it is started. */
  async stop(): Promise<void> {
    await (await this.#let())?.stop();
  }

  async #begin(): Promise<HostProcess> {
    this.#port ||= await portToKeep();
    return await startHostProcess({ ...this.#options, port: this.#port });
  }

  #keep(started: HostProcess): void {
    this.#process = started;
    this.#starts += 1;
    this.#origin = started.origin;
    void started.ended.then(({ code, signal }) => {
      if (this.#process !== started) return;
      this.#process = undefined;
      this.#options.onLog(`[host] ended by itself (${signal ?? `exit code ${code}`}); it is started again`);
      this.#startLater();
    });
  }

  #startLater(): void {
    if (!this.#isWanted) return;
    this.#restart = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.#options.onLog(`[host] ${String(error)}`);
        this.#startLater();
      });
    }, RESTART_DELAY_MS);
  }

  /** The process, which from here on is nobody's to start again. */
  async #let(): Promise<HostProcess | undefined> {
    this.#isWanted = false;
    clearTimeout(this.#restart);
    await this.#starting?.catch(() => undefined);
    const running = this.#process;
    this.#process = undefined;
    return running;
  }
}
