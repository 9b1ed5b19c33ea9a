import type { ObservedFrame } from "../api/client";
import { FrameOverlay } from "../overlay/frameOverlay";
import type { Px, Size } from "../overlay/units";
import { following, placeAt, type Ledger, type Missing, type Stretch } from "./ledger";
import { ObservationFeed } from "./observationFeed";
import { Reel, type ReelFrame } from "./reel";

export type PlaybackState =
  | { readonly status: "loading" | "playing" | "paused" | "failed" }
  /** Nothing was recorded at that moment; `next`: when it goes on. */
  | { readonly status: "missing"; readonly missing: Missing | null; readonly next: number | null }
  /** All that is recorded was played. */
  | { readonly status: "over" };

export type RecordingPlayerOptions = {
  readonly cameraId: string;
  /** One plays, the other waits with what comes next: the change is not seen. */
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  readonly overlay: HTMLCanvasElement;
  readonly fetchLedger: (from: number, to: number) => Promise<Ledger>;
  readonly fetchObserved: (from: number, to: number) => Promise<ObservedFrame[]>;
  readonly onState: (state: PlaybackState) => void;
  /** The moment that is on the screen, ms since the epoch; at each frame. */
  readonly onMoment: (ms: number) => void;
};

const AHEAD_MS = 10 * 60_000;
const BEFORE_MS = 60_000;
/** URLs are good for an hour. */
const LEDGER_KEPT_MS = 30 * 60_000;
/** The next stretch is being written: it is there in so long, or will not come. */
const WAIT_MS = 2_000;
const MOST_WAITS = 6;

/** Plays what was recorded, stretch after stretch, with what the models said of each frame drawn on it. */
export class RecordingPlayer {
  readonly #options: RecordingPlayerOptions;
  readonly #overlay: FrameOverlay;
  readonly #observed: ObservationFeed;
  readonly #reels: [Reel, Reel];
  #ledger: (Ledger & { readonly askedAt: number }) | null = null;
  #state: PlaybackState = { status: "loading" };
  #wantsToPlay = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** It is loaded into the video that waits, which takes over as soon as it shows it. */
  #coming: Stretch | null = null;
  /** Whatever was begun for an earlier moment is of no interest. */
  #turn = 0;

  constructor(options: RecordingPlayerOptions) {
    this.#options = options;
    this.#overlay = new FrameOverlay(options.overlay);
    this.#observed = new ObservationFeed(options.fetchObserved, (frame) =>
      this.#overlay.answer({ type: "frame", cameraId: options.cameraId, latencyMs: 0, ...frame }),
    );
    const [first, second] = options.videos;
    const reel = (video: HTMLVideoElement) =>
      new Reel(video, {
        onFrame: (frame) => this.#shown(video, frame),
        onReady: () => this.#ready(video),
        onEnded: () => this.#ended(video),
        onFailed: () => this.#failed(video),
      });
    this.#reels = [reel(first), reel(second)];
  }

  /** Goes to a moment (ms since the epoch), and plays from there unless it was paused. */
  seek(ms: number): void {
    const turn = this.#begin();
    this.#overlay.forget();
    this.#observed.seek(ms);
    void this.#find(ms, turn);
  }

  /** Pauses, or goes on. */
  toggle(): void {
    this.#wantsToPlay = !this.#wantsToPlay;
    const { status } = this.#state;
    const reel = this.#reels[this.#coming ? 1 : 0];
    if (status === "playing" || status === "paused" || status === "loading") {
      if (this.#wantsToPlay) reel.play();
      else reel.pause();
    }
    if (status === "playing" || status === "paused") {
      this.#tell({ status: this.#wantsToPlay ? "playing" : "paused" });
    }
  }

  stop(): void {
    this.#begin();
    for (const reel of this.#reels) reel.stop();
  }

  showDetections(show: boolean): void {
    this.#overlay.setVisible(show);
  }

  showSkeletons(show: boolean): void {
    this.#overlay.setSkeletons(show);
  }

  setSound(on: boolean): void {
    for (const video of this.#options.videos) video.muted = !on;
  }

  /** The stage's size in CSS pixels. */
  resize(stage: Size<Px>, devicePixelRatio: number): void {
    this.#overlay.resize(stage, devicePixelRatio);
  }

  /** The picture that is on the screen, and what is drawn on it. */
  get seen(): FrameOverlay["seen"] {
    return this.#overlay.seen;
  }

  #begin(): number {
    clearTimeout(this.#timer);
    return ++this.#turn;
  }

  async #find(ms: number, turn: number): Promise<void> {
    const known = this.#ledger;
    const isKnown = known && known.from <= ms && ms < known.to && Date.now() - known.askedAt < LEDGER_KEPT_MS;
    if (!isKnown) {
      this.#tell({ status: "loading" });
      try {
        const ledger = await this.#options.fetchLedger(ms - BEFORE_MS, ms + AHEAD_MS);
        if (turn !== this.#turn) return;
        this.#keep(ledger);
      } catch {
        if (turn === this.#turn) this.#tell({ status: "failed" });
        return;
      }
    }
    this.#goTo(ms);
  }

  #keep(ledger: Ledger): void {
    // What comes after the last stretch may be recorded by the next time that it is asked for.
    const to = ledger.stretches.at(-1)?.to ?? ledger.from;
    this.#ledger = { ...ledger, to, askedAt: Date.now() };
  }

  #goTo(ms: number): void {
    if (!this.#ledger) return;
    const place = placeAt(this.#ledger, ms);
    if (place.kind === "stretch") {
      this.#show(place.stretch, place.from);
      return;
    }
    this.#reels[0].pause();
    if (place.kind === "over") this.#tell({ status: "over" });
    else this.#tell({ status: "missing", missing: place.missing, next: place.next });
  }

  #show(stretch: Stretch, from: number): void {
    const [current, other] = this.#reels;
    this.#tell({ status: "loading" });
    // The picture that stands stays until the new one is there.
    const isThere = current.stretch?.id === stretch.id;
    const next = isThere ? current : other;
    this.#coming = isThere ? null : stretch;
    if (!isThere) current.pause();
    next.load(stretch, from);
    if (this.#wantsToPlay) next.play();
    if (isThere) this.#prepare(stretch);
  }

  /** Loads what comes next into the video that waits. */
  #prepare(stretch: Stretch): void {
    const next = this.#ledger && following(this.#ledger, stretch);
    if (next) this.#reels[1].load(next, next.from);
  }

  /** A video shows what it should; whether it is the one that is looked at. */
  #arrived(video: HTMLVideoElement): boolean {
    const [current, other] = this.#reels;
    const coming = this.#coming;
    if (coming && video === other.video && other.stretch?.id === coming.id) {
      this.#coming = null;
      this.#reels.reverse();
      other.setVisible(true);
      current.setVisible(false);
      this.#prepare(coming);
      return true;
    }
    return !coming && video === current.video;
  }

  #ready(video: HTMLVideoElement): void {
    if (this.#arrived(video)) this.#tell({ status: this.#wantsToPlay ? "playing" : "paused" });
  }

  #shown(video: HTMLVideoElement, { captureMs, size }: ReelFrame): void {
    if (!this.#arrived(video)) return;
    this.#observed.shown(captureMs);
    this.#overlay.show({ captureMs, size });
    this.#tell({ status: this.#wantsToPlay ? "playing" : "paused" });
    this.#options.onMoment(captureMs);
  }

  #ended(video: HTMLVideoElement): void {
    const { stretch } = this.#reels[0];
    if (video !== this.#reels[0].video || !stretch || this.#coming) return;
    const next = this.#ledger && following(this.#ledger, stretch);
    if (next) this.#show(next, next.from);
    else void this.#await(stretch, this.#begin(), 1);
  }

  /** Nothing more is known: what was recorded meanwhile, or is in a moment. */
  async #await(stretch: Stretch, turn: number, waits: number): Promise<void> {
    this.#tell({ status: "loading" });
    try {
      const ledger = await this.#options.fetchLedger(stretch.from, stretch.to + AHEAD_MS);
      if (turn !== this.#turn) return;
      const next = following(ledger, stretch);
      if (next) {
        this.#keep(ledger);
        this.#show(next, next.from);
      } else if (waits < MOST_WAITS) {
        this.#timer = setTimeout(() => void this.#await(stretch, turn, waits + 1), WAIT_MS);
      } else {
        this.#tell({ status: "over" });
      }
    } catch {
      if (turn === this.#turn) this.#tell({ status: "failed" });
    }
  }

  #failed(video: HTMLVideoElement): void {
    // What only waits is loaded again when its turn comes.
    if (video === this.#reels[1].video && !this.#coming) this.#reels[1].stop();
    else this.#tell({ status: "failed" });
  }

  #tell(state: PlaybackState): void {
    if (state.status === this.#state.status && state.status !== "missing") return;
    this.#state = state;
    this.#options.onState(state);
  }
}
