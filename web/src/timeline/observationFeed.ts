import type { ObservedFrame } from "../api/client";

const CHUNK_MS = 20_000;
/** So much before it is needed the next chunk is asked for. */
const EARLY_MS = 8_000;
/** So much ahead of the picture is handed on: what comes next tells where a box moves. */
const LEAD_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;

/** Hands what was observed of a recording on, just before its pictures are shown. */
export class ObservationFeed {
  readonly #fetch: (from: number, to: number) => Promise<ObservedFrame[]>;
  readonly #onFrame: (frame: ObservedFrame) => void;
  #waiting: ObservedFrame[] = [];
  #knownUntil = 0;
  #isAsking = false;
  #notBefore = 0;
  #turn = 0;

  constructor(
    fetch: (from: number, to: number) => Promise<ObservedFrame[]>,
    onFrame: (frame: ObservedFrame) => void,
  ) {
    this.#fetch = fetch;
    this.#onFrame = onFrame;
  }

  /** Starts anew at a moment (ms since the epoch). */
  seek(ms: number): void {
    this.#turn++;
    this.#waiting = [];
    this.#isAsking = false;
    this.#notBefore = 0;
    this.#knownUntil = ms - LEAD_MS;
    this.#ask();
  }

  /** A picture is on the screen, captured at `captureMs`. */
  shown(captureMs: number): void {
    // After a gap in the recording nothing in between is of interest.
    if (captureMs > this.#knownUntil + CHUNK_MS) this.#knownUntil = captureMs - LEAD_MS;
    if (captureMs > this.#knownUntil - EARLY_MS) this.#ask();
    const due = this.#waiting.findIndex((frame) => Date.parse(frame.captureTs) > captureMs + LEAD_MS);
    for (const frame of this.#waiting.splice(0, due < 0 ? this.#waiting.length : due)) this.#onFrame(frame);
  }

  #ask(): void {
    if (this.#isAsking || Date.now() < this.#notBefore) return;
    this.#isAsking = true;
    const turn = this.#turn;
    const [from, to] = [this.#knownUntil, this.#knownUntil + CHUNK_MS];
    this.#fetch(from, to)
      .then((frames) => {
        if (turn !== this.#turn) return;
        this.#waiting.push(...frames);
        this.#knownUntil = to;
      })
      .catch((error: unknown) => {
        // The picture plays without its boxes.
        console.warn("what was observed does not come", error);
        this.#notBefore = Date.now() + PAUSE_AFTER_FAILURE_MS;
      })
      .finally(() => {
        if (turn === this.#turn) this.#isAsking = false;
      });
  }
}
