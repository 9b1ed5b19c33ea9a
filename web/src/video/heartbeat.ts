import { percentile } from "../overlay/presentationClock";

const SHORTEST_SUSPICION_MS = 500;
/** So many pictures in a row have to be missing. */
const MISSING = 4;
const GAPS_KEPT = 9;

/** Hears the pictures of one stream, and tells when they have stopped. All times in ms, on one steady clock. */
export class Heartbeat {
  #gaps: number[] = [];
  #firstAt: number | null = null;
  #lastAt: number | null = null;

  get hasBegun(): boolean {
    return this.#lastAt !== null;
  }

  /** From the first picture to the last. */
  get lastedMs(): number {
    return (this.#lastAt ?? 0) - (this.#firstAt ?? 0);
  }

  beat(now: number): void {
    this.#firstAt ??= now;
    if (this.#lastAt !== null) {
      this.#gaps.push(now - this.#lastAt);
      if (this.#gaps.length > GAPS_KEPT) this.#gaps.shift();
    }
    this.#lastAt = now;
  }

  /** Nobody listened until now, so that nothing can be concluded from the silence. */
  forgive(now: number): void {
    if (this.#lastAt !== null) this.#lastAt = now;
  }

  /**
   * For how long too many pictures are missing by now; 0 while they come. A slow camera is not a silent one:
   * four of its own pauses have to pass, and half a second.
   */
  overdueMs(now: number): number {
    if (this.#lastAt === null) return 0;
    const patience = Math.max(SHORTEST_SUSPICION_MS, MISSING * percentile(this.#gaps, 0.5));
    return Math.max(0, now - this.#lastAt - patience);
  }
}
