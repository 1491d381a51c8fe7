/** Whether what was typed is on the disk: not needed, being written, there, or not to be kept. */
export type Keeping = 'nothing' | 'keeping' | 'kept' | 'failed';

/**
 * Writes one thing after the other. What changes while something is being written is written next,
 * once, as it is by then: so every change is kept as soon as the disk can, and none waits for a timer.
 */
export class DraftWriter {
  #next: (() => Promise<Keeping>) | undefined;
  #running: Promise<void> | undefined;
  readonly #tell: (keeping: Keeping) => void;

  constructor(tell: (keeping: Keeping) => void) {
    this.#tell = tell;
  }

  /** `step` writes what there is at the time it is called, and says what became of it. */
  write(step: () => Promise<Keeping>): void {
    this.#next = step;
    this.#tell('keeping');
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to write. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    let keeping: Keeping = 'nothing';
    while (this.#next) {
      const step = this.#next;
      this.#next = undefined;
      keeping = await step().catch(() => 'failed');
    }
    this.#running = undefined;
    this.#tell(keeping);
  }
}
