import type { FrameMessage } from "../api/messages";
import { AnalysedFrames } from "../overlay/analysedFrames";
import { backingStore, contain } from "../overlay/contain";
import { drawScene } from "../overlay/draw";
import { PresentationClock } from "../overlay/presentationClock";
import { px, type Px, type Size } from "../overlay/units";
import { FrameQueue } from "./frameQueue";
import type { PicturePart } from "./multipart";

/** A picture that is this late, or this early, is shown at once: a clock was changed. */
const ABSURD_MS = 2000;

export type PlayerStats = {
  /** Pictures shown in the last second. */
  readonly fps: number;
  /** From the capture of the newest picture to its showing, by two clocks: the camera's and the page's. */
  readonly latencyMs: number | null;
};

/**
 * Shows a camera's pictures on one canvas and draws each one's own boxes on another above it.
 * It lives outside React: nothing is rendered for a frame.
 */
export class FramePlayer {
  readonly #pictureCanvas: HTMLCanvasElement;
  readonly #overlayCanvas: HTMLCanvasElement;
  readonly #pictureContext: ImageBitmapRenderingContext | null;
  readonly #overlayContext: CanvasRenderingContext2D | null;
  readonly #clock = new PresentationClock();
  readonly #analysed = new AnalysedFrames();
  readonly #queue = new FrameQueue<ImageBitmap>((bitmap) => bitmap.close());
  #stage: Size<Px> = { width: px(0), height: px(0) };
  #pixelRatio = 1;
  #showDetections = true;
  #decoding = false;
  #newest: PicturePart | null = null;
  #shown: { seq: number; captureMs: number; latencyMs: number; size: Size<number> } | null = null;
  #shownAt: number[] = [];
  #animation = 0;
  #stopped = false;

  constructor(pictureCanvas: HTMLCanvasElement, overlayCanvas: HTMLCanvasElement) {
    this.#pictureCanvas = pictureCanvas;
    this.#overlayCanvas = overlayCanvas;
    this.#pictureContext = pictureCanvas.getContext("bitmaprenderer");
    this.#overlayContext = overlayCanvas.getContext("2d");
    this.#animation = requestAnimationFrame(this.#tick);
  }

  /** A picture came. While one is decoded only the newest waits: a slow machine skips, it never lags. */
  picture(part: PicturePart): void {
    this.#clock.frameArrived(part.captureMs, performance.now());
    this.#newest = document.hidden ? null : part;
    if (!this.#decoding) void this.#decode();
  }

  /** An answer came, before or after its picture. */
  answer(message: FrameMessage): void {
    this.#analysed.add(message);
    const captureMs = Date.parse(message.captureTs);
    if (this.#showDetections) this.#clock.answerArrived(captureMs, performance.now());
    if (this.#shown && captureMs <= this.#shown.captureMs) this.#drawOverlay();
  }

  showDetections(show: boolean): void {
    this.#showDetections = show;
    if (!show) this.#clock.forgetAnswers();
    this.#drawOverlay();
  }

  /** The stage's size in CSS pixels; canvases are given one pixel of backing store for each of the screen. */
  resize(stage: Size<Px>, devicePixelRatio: number): void {
    this.#stage = stage;
    this.#pixelRatio = devicePixelRatio;
    const { width, height } = backingStore(stage, devicePixelRatio);
    this.#overlayCanvas.width = width;
    this.#overlayCanvas.height = height;
    this.#drawOverlay();
  }

  stats(): PlayerStats {
    const since = performance.now() - 1000;
    this.#shownAt = this.#shownAt.filter((at) => at >= since);
    return { fps: this.#shownAt.length, latencyMs: this.#shown?.latencyMs ?? null };
  }

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#animation);
    this.#queue.clear();
    this.#newest = null;
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
    if (this.#pictureCanvas.width !== size.width || this.#pictureCanvas.height !== size.height) {
      this.#pictureCanvas.width = size.width;
      this.#pictureCanvas.height = size.height;
    }
    this.#pictureContext?.transferFromImageBitmap(frame.picture);
    const { seq, captureMs } = frame;
    this.#shown = { seq, captureMs, latencyMs: Date.now() - captureMs, size };
    this.#shownAt.push(now);
    this.#drawOverlay();
  };

  #drawOverlay(): void {
    if (!this.#overlayContext) return;
    const shown = this.#shown;
    const sightings = shown && this.#showDetections ? this.#analysed.at(shown.seq, shown.captureMs) : [];
    drawScene(this.#overlayContext, {
      stage: this.#stage,
      picture: contain(shown?.size ?? { width: 0, height: 0 }, this.#stage),
      devicePixelRatio: this.#pixelRatio,
      sightings,
    });
    // Chromium (seen in 143) may go on showing an old buffer of a canvas that is only ever cleared.
    this.#overlayCanvas.style.visibility = sightings.length > 0 ? "visible" : "hidden";
  }
}
