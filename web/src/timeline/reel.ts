import type { Size } from "../overlay/units";
import type { Stretch } from "./ledger";

/** A frame of a recording: when it was captured (ms, the camera's clock), and its size in pixels. */
export type ReelFrame = { readonly captureMs: number; readonly size: Size<number> };

export type ReelOptions = {
  readonly onFrame: (frame: ReelFrame) => void;
  /** It shows what was asked for, though no new frame says so. */
  readonly onReady: () => void;
  readonly onEnded: () => void;
  readonly onFailed: () => void;
};

/** A video element that plays one stretch of a recording, and knows of each frame when it was captured. */
export class Reel {
  readonly video: HTMLVideoElement;
  readonly #options: ReelOptions;
  #stretch: Stretch | null = null;
  /** Media time of the first picture, s: only a picture tells it, and it is when the stretch begins. */
  #firstAt: number | null = null;
  #from = 0;
  #callback = 0;

  constructor(video: HTMLVideoElement, options: ReelOptions) {
    this.video = video;
    this.#options = options;
    video.onended = () => options.onEnded();
    video.onseeked = () => options.onReady();
    video.onerror = () => {
      if (this.#stretch) options.onFailed();
    };
  }

  get stretch(): Stretch | null {
    return this.#stretch;
  }

  /** Shows a stretch from a moment on (ms since the epoch); one that is there is not loaded again. */
  load(stretch: Stretch, from: number): void {
    this.#from = from;
    if (this.#stretch?.id === stretch.id && !this.video.error) {
      if (this.#firstAt !== null && !this.#seek()) this.#options.onReady();
      return;
    }
    this.stop();
    this.#stretch = stretch;
    this.video.src = stretch.url;
    this.#watch();
  }

  play(): void {
    // Refused is only what would be heard at once; what is loaded anew meanwhile is no error.
    this.video.play().catch(() => undefined);
  }

  pause(): void {
    this.video.pause();
  }

  stop(): void {
    this.video.cancelVideoFrameCallback(this.#callback);
    this.#stretch = null;
    this.#firstAt = null;
    this.video.removeAttribute("src");
    this.video.load();
  }

  /** Not `display`: a video that is not laid out shows no first picture. */
  setVisible(visible: boolean): void {
    this.video.style.opacity = visible ? "1" : "0";
  }

  #watch(): void {
    this.#callback = this.video.requestVideoFrameCallback((_, { mediaTime, width, height }) => {
      const stretch = this.#stretch;
      if (!stretch) return;
      this.#watch();
      if (this.#firstAt === null) {
        this.#firstAt = mediaTime;
        // The first picture is only where the count begins, unless it is the one that was asked for.
        if (this.#seek()) return;
      }
      const captureMs = stretch.from + (mediaTime - this.#firstAt) * 1000;
      this.#options.onFrame({ captureMs, size: { width, height } });
    });
  }

  /** Whether there was anything to seek. */
  #seek(): boolean {
    if (!this.#stretch || this.#firstAt === null) return false;
    const target = this.#firstAt + (this.#from - this.#stretch.from) / 1000;
    if (Math.abs(this.video.currentTime - target) < 0.02) return false;
    this.video.currentTime = target;
    return true;
  }
}
