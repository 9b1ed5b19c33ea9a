import type { FrameMessage } from "../api/messages";
import { FrameOverlay } from "../overlay/frameOverlay";
import type { Px, Size } from "../overlay/units";
import { CanvasScreen } from "./canvasScreen";
import { MjpegFeed, type FeedState } from "./mjpegFeed";
import { FigureKeeper, type Figures, type ShownFrame } from "./screen";
import { ServerClock } from "./serverClock";
import { VideoScreen } from "./videoScreen";
import { WhepFeed, type WhepState } from "./whepFeed";
import { openWhep } from "./whepSession";

/** What is played, and how: by WebRTC or, when that does not come, as MJPEG. */
export type PlayerState = FeedState & {
  readonly type: "webrtc" | "mjpeg";
  readonly hasSound: boolean;
};

export type PlayerOptions = {
  /** `/api/cameras/{id}` */
  readonly cameraUrl: string;
  /** The video lies under the canvas: the one that plays is seen. */
  readonly video: HTMLVideoElement;
  readonly canvas: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  readonly onState: (state: PlayerState) => void;
  /** How far the server's clock is ahead of ours, in ms, as long as the camera's own is not known. */
  readonly serverAheadMs: () => number;
};

/**
 * Plays a camera: WebRTC first, and MJPEG whenever WebRTC shows nothing. The two overlap, so that neither the
 * start nor a change is seen: MJPEG is asked for as soon as WebRTC is silent and let go when it plays.
 */
export class LivePlayer {
  readonly #options: PlayerOptions;
  readonly #overlay: FrameOverlay;
  readonly #canvasScreen: CanvasScreen;
  readonly #videoScreen: VideoScreen;
  readonly #mjpeg: MjpegFeed;
  readonly #whep: WhepFeed;
  readonly #figures = new FigureKeeper();
  readonly #cameraClock = new ServerClock();
  #whepState: WhepState = "connecting";
  /** Null while MJPEG is not asked for. */
  #mjpegState: FeedState | null = null;
  #hasSound = false;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#overlay = new FrameOverlay(options.overlay);
    this.#canvasScreen = new CanvasScreen(options.canvas, (frame) => this.#shownOnCanvas(frame));
    this.#videoScreen = new VideoScreen(options.video, (frame) => this.#shownInVideo(frame));
    this.#mjpeg = new MjpegFeed({
      url: `${options.cameraUrl}/mjpeg`,
      onPart: (part) => this.#canvasScreen.picture(part),
      onState: (state) => {
        this.#mjpegState = state;
        this.#tell();
      },
    });
    this.#whep = new WhepFeed({
      open: (signal) => openWhep(`${options.cameraUrl}/whep`, signal, () => this.#cameraNow()),
      onSession: (session) => {
        this.#hasSound = session.hasSound;
        this.#videoScreen.play(session);
      },
      onState: (state) => this.#webrtcChanged(state),
    });
  }

  start(): void {
    if (VideoScreen.isPossible()) this.#whep.start();
    else this.#mjpeg.start();
  }

  stop(): void {
    this.#whep.stop();
    this.#mjpeg.stop();
    this.#videoScreen.stop();
    this.#canvasScreen.stop();
  }

  /** Try now what is not there. */
  retry(): void {
    this.#whep.retry();
    if (this.#mjpegState?.status === "disconnected") this.#mjpeg.retry();
  }

  /** An answer came, before or after its picture. */
  answer(message: FrameMessage): void {
    const captureMs = Date.parse(message.captureTs);
    this.#cameraClock.heard(captureMs + message.latencyMs, Date.now());
    for (const screen of [this.#canvasScreen, this.#videoScreen]) screen.answered(captureMs);
    this.#overlay.answer(message);
  }

  showDetections(show: boolean): void {
    for (const screen of [this.#canvasScreen, this.#videoScreen]) screen.waitForAnswers(show);
    this.#overlay.setVisible(show);
  }

  /** They are drawn with the boxes, never without. */
  showSkeletons(show: boolean): void {
    this.#overlay.setSkeletons(show);
  }

  /** Sound comes with WebRTC alone. Call it from a click or a key: the browser wants to see that it is wanted. */
  setSound(on: boolean): void {
    this.#options.video.muted = !on;
  }

  /** The stage's size in CSS pixels. */
  resize(stage: Size<Px>, devicePixelRatio: number): void {
    this.#overlay.resize(stage, devicePixelRatio);
  }

  /** The picture that is on the screen, and what is drawn on it. */
  get seen(): FrameOverlay["seen"] {
    return this.#overlay.seen;
  }

  figures(): Figures {
    return this.#figures.at(performance.now());
  }

  #webrtcChanged(state: WhepState): void {
    this.#whepState = state;
    if (state === "playing") {
      this.#mjpeg.stop();
      this.#mjpegState = null;
      this.#canvasScreen.clear();
      this.#options.canvas.style.visibility = "hidden";
    } else if (this.#mjpegState === null) {
      this.#mjpeg.start();
    }
    this.#tell();
  }

  #shownInVideo(frame: ShownFrame): void {
    this.#whep.pictureShown();
    this.#shown(frame);
  }

  #shownOnCanvas(frame: ShownFrame): void {
    if (this.#whepState === "playing") return;
    this.#options.canvas.style.visibility = "visible";
    this.#shown(frame);
  }

  #shown(frame: ShownFrame): void {
    this.#overlay.show(frame);
    this.#figures.shown(frame, performance.now(), this.#cameraNow());
  }

  /** The camera's clock, ms since the epoch. */
  #cameraNow(): number {
    return Date.now() + (this.#cameraClock.aheadMs ?? this.#options.serverAheadMs());
  }

  #tell(): void {
    const isDirect = this.#whepState === "playing" || this.#isBridged();
    this.#options.onState(
      isDirect
        ? { type: "webrtc", status: "connected", hasSound: this.#hasSound }
        : { type: "mjpeg", hasSound: false, ...(this.#mjpegState ?? { status: "connecting" }) },
    );
  }

  /** WebRTC is silent, but its last picture still stands and MJPEG is on its way: nobody needs to know. */
  #isBridged(): boolean {
    return this.#whepState === "silent" && this.#mjpegState?.status === "connecting";
  }
}
