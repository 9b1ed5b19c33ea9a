import { PresentationClock } from "../overlay/presentationClock";
import type { Screen, ShownFrame } from "./screen";

/** A smaller change of the delay is not worth telling the browser. */
const STEP_MS = 4;

/** Where a video's frames come from. */
export type FrameSource = {
  readonly stream: MediaStream;
  /** When the frame of an RTP time stamp was captured, ms since the epoch; null while it can't be told. */
  readonly captureTime: (rtpTimestamp: number) => number | null;
  /** Have frames (and their sound) wait so many ms between arrival and screen. */
  readonly holdBack: (ms: number) => void;
};

/**
 * Shows a stream (WebRTC) in a video element, and knows of each frame when it was captured. The browser itself
 * holds frames back for their boxes, so that sound and picture stay together and no frame is copied.
 */
export class VideoScreen implements Screen {
  readonly #video: HTMLVideoElement;
  readonly #onShown: (frame: ShownFrame) => void;
  #clock = new PresentationClock();
  #source: FrameSource | null = null;
  #waitsForAnswers = true;
  #heldMs = 0;
  #callback = 0;

  constructor(video: HTMLVideoElement, onShown: (frame: ShownFrame) => void) {
    this.#video = video;
    this.#onShown = onShown;
  }

  /** Whether this browser tells which frame it shows. */
  static isPossible(): boolean {
    return "RTCPeerConnection" in globalThis && "requestVideoFrameCallback" in HTMLVideoElement.prototype;
  }

  play(source: FrameSource): void {
    this.stop();
    this.#clock = new PresentationClock();
    this.#heldMs = 0;
    this.#source = source;
    this.#video.srcObject = source.stream;
    this.#callback = this.#video.requestVideoFrameCallback(this.#onFrame);
    // Refused is only what would be heard at once, and we begin silent; a stream that ends meanwhile is no error.
    this.#video.play().catch(() => undefined);
  }

  answered(captureMs: number): void {
    if (this.#waitsForAnswers) this.#clock.answerArrived(captureMs, performance.now());
  }

  waitForAnswers(wait: boolean): void {
    this.#waitsForAnswers = wait;
    if (!wait) this.#clock.forgetAnswers();
  }

  stop(): void {
    if (!this.#source) return;
    this.#video.cancelVideoFrameCallback(this.#callback);
    this.#source = null;
    this.#video.srcObject = null;
  }

  readonly #onFrame: VideoFrameRequestCallback = (now, metadata) => {
    this.#callback = this.#video.requestVideoFrameCallback(this.#onFrame);
    const { rtpTimestamp, receiveTime, expectedDisplayTime, width, height } = metadata;
    const captureMs = rtpTimestamp === undefined ? null : this.#source?.captureTime(rtpTimestamp);
    if (captureMs === null || captureMs === undefined) return;
    this.#clock.frameArrived(captureMs, receiveTime ?? now);
    this.#hold(this.#clock.delayMs);
    const shownAt = Math.max(expectedDisplayTime, performance.now());
    this.#onShown({ captureMs, shownAt, size: { width, height } });
  };

  #hold(ms: number): void {
    if (Math.abs(ms - this.#heldMs) < STEP_MS && ms !== 0) return;
    if (ms === this.#heldMs) return;
    this.#heldMs = ms;
    this.#source?.holdBack(ms);
  }
}
