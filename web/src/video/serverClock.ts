const SAMPLES_KEPT = 200;

/**
 * How far the clock of whoever sends messages is ahead of the page's. A message says when it was sent and comes
 * later, so each one makes the sender's clock look slower than it is; the fastest of the last ones is nearest to
 * the truth: within the time that it was on its way.
 */
export class ServerClock {
  #samples: number[] = [];

  /** `sentMs` by the sender's clock, `heardMs` by the page's: both ms since the epoch. */
  heard(sentMs: number, heardMs: number): void {
    this.#samples.push(sentMs - heardMs);
    if (this.#samples.length > SAMPLES_KEPT) this.#samples.shift();
  }

  /** Null before the first message. */
  get aheadMs(): number | null {
    return this.#samples.length > 0 ? Math.max(...this.#samples) : null;
  }
}
