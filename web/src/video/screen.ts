import type { Size } from "../overlay/units";

/** A picture that has just come to the screen. */
export type ShownFrame = {
  /** ms since the epoch, on the camera's clock. */
  readonly captureMs: number;
  /** When it is visible, on the page's steady clock (`performance.now()`). */
  readonly shownAt: number;
  /** Pixels. */
  readonly size: Size<number>;
};

/** Whatever shows a camera's pictures. It holds each one back until its boxes can be there, and no longer. */
export type Screen = {
  /** An answer came: pictures are held as long as nine of ten take. */
  answered(captureMs: number): void;
  /** Nobody waits for boxes, or somebody does again. */
  waitForAnswers(wait: boolean): void;
};

const FIGURES_OVER_MS = 1000;

export type Figures = {
  /** Pictures shown in the last second. */
  readonly fps: number;
  /** From the capture of the newest picture to the eye, by two clocks: the camera's and the page's. */
  readonly latencyMs: number | null;
};

/** Counts what is shown. */
export class FigureKeeper {
  #shownAt: number[] = [];
  #latencyMs: number | null = null;

  /** `clockMs`: what the page's wall clock says at `now`. */
  shown(frame: ShownFrame, now: number, clockMs: number): void {
    this.#shownAt.push(now);
    this.#latencyMs = clockMs + (frame.shownAt - now) - frame.captureMs;
    this.#forget(now);
  }

  at(now: number): Figures {
    this.#forget(now);
    return { fps: this.#shownAt.length, latencyMs: this.#latencyMs };
  }

  #forget(now: number): void {
    this.#shownAt = this.#shownAt.filter((at) => now - at < FIGURES_OVER_MS);
  }
}
