/** No picture waits longer for its boxes. */
export const LONGEST_DELAY_MS = 300;

const FRAMES_KEPT = 90;
const ANSWERS_KEPT = 60;
/** Slow enough not to be seen: a picture is held this much longer, or shorter, than the one before. */
const SLOWER_MS = 8;
const FASTER_MS = 3;

/**
 * Decides when a frame is shown: as long after its capture as nine of ten answers take, so that its boxes are
 * there when it is. All times in ms; `now` is any steady clock of the page, `captureMs` the camera's clock:
 * the fastest frame of the last seconds ties the two together, so they need not agree.
 */
export class PresentationClock {
  #offsets: number[] = [];
  #lags: number[] = [];
  #delayMs = 0;

  frameArrived(captureMs: number, now: number): void {
    keep(this.#offsets, now - captureMs, FRAMES_KEPT);
    const wanted = Math.min(percentile(this.#lags, 0.9), LONGEST_DELAY_MS);
    this.#delayMs += Math.max(-FASTER_MS, Math.min(wanted - this.#delayMs, SLOWER_MS));
  }

  answerArrived(captureMs: number, now: number): void {
    if (this.#offsets.length === 0) return;
    keep(this.#lags, Math.max(0, now - captureMs - this.#offset()), ANSWERS_KEPT);
  }

  /** Forget the answers: nobody is waiting for boxes. The delay shrinks frame by frame. */
  forgetAnswers(): void {
    this.#lags = [];
  }

  /** How long frames are held now. */
  get delayMs(): number {
    return this.#delayMs;
  }

  /** When a frame should be shown, on the page's clock. */
  dueAt(captureMs: number): number {
    return captureMs + this.#offset() + this.#delayMs;
  }

  #offset(): number {
    return Math.min(...this.#offsets);
  }
}

/** The nearest-rank percentile; 0 of nothing. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? 0;
}

function keep(window: number[], value: number, limit: number): void {
  window.push(value);
  if (window.length > limit) window.shift();
}
