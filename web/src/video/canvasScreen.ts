import { PresentationClock } from "../overlay/presentationClock";
import { FrameQueue } from "./frameQueue";
import type { PicturePart } from "./multipart";
import type { Screen, ShownFrame } from "./screen";

/** A picture that is this late, or this early, is shown at once: a clock was changed. */
const ABSURD_MS = 2000;

/** Shows single pictures (MJPEG) on a canvas. It lives outside React: nothing is rendered for a frame. */
export class CanvasScreen implements Screen {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: ImageBitmapRenderingContext | null;
  readonly #onShown: (frame: ShownFrame) => void;
  readonly #clock = new PresentationClock();
  readonly #queue = new FrameQueue<ImageBitmap>((bitmap) => bitmap.close());
  #waitsForAnswers = true;
  #decoding = false;
  #newest: PicturePart | null = null;
  #animation = 0;
  #stopped = false;

  constructor(canvas: HTMLCanvasElement, onShown: (frame: ShownFrame) => void) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("bitmaprenderer");
    this.#onShown = onShown;
    this.#animation = requestAnimationFrame(this.#tick);
  }

  /** A picture came. While one is decoded only the newest waits: a slow machine skips, it never lags. */
  picture(part: PicturePart): void {
    this.#clock.frameArrived(part.captureMs, performance.now());
    this.#newest = document.hidden ? null : part;
    if (!this.#decoding) void this.#decode();
  }

  answered(captureMs: number): void {
    if (this.#waitsForAnswers) this.#clock.answerArrived(captureMs, performance.now());
  }

  waitForAnswers(wait: boolean): void {
    this.#waitsForAnswers = wait;
    if (!wait) this.#clock.forgetAnswers();
  }

  /** No picture that waits is shown any more; the one on the canvas stays. */
  clear(): void {
    this.#queue.clear();
    this.#newest = null;
  }

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#animation);
    this.clear();
  }

  async #decode(): Promise<void> {
    this.#decoding = true;
    for (let part = this.#newest; part; part = this.#newest) {
      this.#newest = null;
      try {
        const picture = await createImageBitmap(new Blob([part.jpeg], { type: "image/jpeg" }));
        if (this.#stopped) picture.close();
        else this.#queue.add({ seq: part.seq, captureMs: part.captureMs, picture });
      } catch (error) {
        console.warn(`picture ${part.seq} can't be decoded`, error);
      }
    }
    this.#decoding = false;
  }

  readonly #tick = (): void => {
    this.#animation = requestAnimationFrame(this.#tick);
    const now = performance.now();
    const frame = this.#queue.takeDue(now, (captureMs) => {
      const due = this.#clock.dueAt(captureMs);
      return Math.abs(due - now) > ABSURD_MS ? now : due;
    });
    if (!frame) return;
    const size = { width: frame.picture.width, height: frame.picture.height };
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height) {
      this.#canvas.width = size.width;
      this.#canvas.height = size.height;
    }
    this.#context?.transferFromImageBitmap(frame.picture);
    this.#onShown({ captureMs: frame.captureMs, shownAt: now, size });
  };
}
