import { ApiError } from "../api/errors";
import { Heartbeat } from "./heartbeat";
import { KeptOpen, type Ending } from "./keptOpen";
import { pause } from "./pause";
import type { WhepSession } from "./whepSession";

/**
 * `connecting`: no picture yet; `playing`: pictures come; `silent`: they have stopped, which may pass;
 * `waiting`: it failed, and is tried again later; `signed-out`: it will not be tried again.
 */
export type WhepState = "connecting" | "playing" | "silent" | "waiting" | "signed-out";

export type WhepOptions = {
  readonly open: (signal: AbortSignal) => Promise<WhepSession>;
  /** Play this from now on. */
  readonly onSession: (session: WhepSession) => void;
  readonly onState: (state: WhepState) => void;
  readonly random?: () => number;
};

const LOOK_EVERY_MS = 50;
/** ICE, DTLS and a keyframe have to come by then. */
const FIRST_PICTURE_MS = 8_000;
/** Beyond the silence that was noticed: a keyframe may still come. */
const GIVE_UP_MS = 3_000;
/** Whoever played for so long begins with short waits again. */
const STABLE_MS = 10_000;

/** A camera's WebRTC stream that is kept open: whatever ends it, it is asked for again, each time later. */
export class WhepFeed {
  readonly #options: WhepOptions;
  readonly #kept: KeptOpen;
  #heart: Heartbeat | null = null;
  #state: WhepState | null = null;

  constructor(options: WhepOptions) {
    this.#options = options;
    this.#kept = new KeptOpen({
      attempt: (signal) => this.#play(signal),
      onWaiting: () => this.#tell("waiting"),
      ...(options.random && { random: options.random }),
    });
  }

  start(): void {
    this.#kept.start();
  }

  stop(): void {
    this.#heart = null;
    this.#kept.stop();
  }

  /** Try now instead of at the next turn; what plays, or is about to, goes on. */
  retry(): void {
    if (this.#state === "silent" || this.#state === "waiting") this.#kept.retry();
  }

  /** A picture came to the screen. */
  pictureShown(): void {
    if (!this.#heart) return;
    this.#heart.beat(performance.now());
    this.#tell("playing");
  }

  async #play(signal: AbortSignal): Promise<Ending> {
    const heart = new Heartbeat();
    this.#heart = heart;
    this.#tell("connecting");
    let session: WhepSession | null = null;
    try {
      session = await this.#options.open(signal);
      if (!signal.aborted) this.#options.onSession(session);
      await this.#untilBroken(session, heart, signal);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      this.#tell("signed-out");
      return "hopeless";
    } finally {
      session?.end();
    }
    return heart.lastedMs > STABLE_MS ? "lasted" : "failed";
  }

  /**
   * Waits until the stream is lost. ICE takes many seconds to notice that nothing arrives, so the pictures
   * themselves are watched; a page that nobody sees is shown none, and waits.
   */
  async #untilBroken(session: WhepSession, heart: Heartbeat, signal: AbortSignal): Promise<void> {
    let begunAt = performance.now();
    while (!signal.aborted) {
      await pause(LOOK_EVERY_MS, signal);
      const now = performance.now();
      if (document.hidden) {
        begunAt = now;
        heart.forgive(now);
      }
      const overdueMs = heart.overdueMs(now);
      const isLate = !heart.hasBegun && now - begunAt > FIRST_PICTURE_MS;
      if (isLate || session.isOver() || overdueMs > GIVE_UP_MS) return;
      if (overdueMs > 0) this.#tell("silent");
    }
  }

  #tell(state: WhepState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
