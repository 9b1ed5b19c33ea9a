/** A decoded picture that waits to be shown. */
export type DecodedFrame<Picture> = {
  readonly seq: number;
  readonly captureMs: number;
  readonly picture: Picture;
};

/** Pictures that wait for their moment, oldest first; bounded, and what is never shown is released. */
export class FrameQueue<Picture> {
  readonly #release: (picture: Picture) => void;
  readonly #limit: number;
  #frames: DecodedFrame<Picture>[] = [];

  constructor(release: (picture: Picture) => void, limit = 24) {
    this.#release = release;
    this.#limit = limit;
  }

  add(frame: DecodedFrame<Picture>): void {
    this.#frames.push(frame);
    if (this.#frames.length > this.#limit) this.#drop(1);
  }

  /** The newest frame that is due, or null; frames before it are released unseen. The caller owns it. */
  takeDue(now: number, dueAt: (captureMs: number) => number): DecodedFrame<Picture> | null {
    const index = this.#frames.findLastIndex((frame) => dueAt(frame.captureMs) <= now);
    if (index < 0) return null;
    this.#drop(index);
    return this.#frames.shift() ?? null;
  }

  clear(): void {
    this.#drop(this.#frames.length);
  }

  #drop(count: number): void {
    for (const frame of this.#frames.splice(0, count)) this.#release(frame.picture);
  }
}
