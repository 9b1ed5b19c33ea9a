import { ApiError } from "../api/errors";
import { backoffMs } from "../realtime/backoff";
import { Heartbeat } from "./heartbeat";
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

const LOOK_EVERY_MS = 100;
/** ICE, DTLS and a keyframe have to come by then. */
const FIRST_PICTURE_MS = 8_000;
/** Beyond the silence that was noticed: a keyframe may still come. */
const GIVE_UP_MS = 3_000;
/** Whoever played for so long begins with short waits again. */
const STABLE_MS = 10_000;

/** A camera's WebRTC stream that is kept open: whatever ends it, it is asked for again, each time later. */
export class WhepFeed {
  readonly #options: Required<WhepOptions>;
  #attempt: AbortController | null = null;
  #heart = new Heartbeat();
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: WhepState | null = null;

  constructor(options: WhepOptions) {
    this.#options = { random: Math.random, ...options };
  }

  start(): void {
    addEventListener("pagehide", this.#left);
    addEventListener("pageshow", this.#returned);
    addEventListener("online", this.#online);
    void this.#run();
  }

  stop(): void {
    removeEventListener("pagehide", this.#left);
    removeEventListener("pageshow", this.#returned);
    removeEventListener("online", this.#online);
    this.#end();
  }

  /** Try now instead of at the next turn; what plays, or is about to, goes on. */
  retry(): void {
    if (this.#state !== "silent" && this.#state !== "waiting") return;
    this.#failures = 0;
    void this.#run();
  }

  /** A picture came to the screen. */
  pictureShown(): void {
    if (!this.#attempt) return;
    this.#heart.beat(performance.now());
    this.#tell("playing");
  }

  async #run(): Promise<void> {
    this.#end();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#heart = new Heartbeat();
    this.#tell("connecting");
    let session: WhepSession | null = null;
    let isSignedOut = false;
    try {
      session = await this.#options.open(attempt.signal);
      if (!attempt.signal.aborted) this.#options.onSession(session);
      await this.#untilBroken(session.connection, attempt.signal);
    } catch (error) {
      isSignedOut = error instanceof ApiError && error.status === 401;
      if (!attempt.signal.aborted) console.warn("no direct picture", error);
    } finally {
      session?.end();
    }
    if (this.#attempt !== attempt) return; // stopped, or tried again by hand
    this.#attempt = null;
    if (isSignedOut) {
      this.#tell("signed-out");
      return;
    }
    this.#failures = this.#heart.lastedMs > STABLE_MS ? 1 : this.#failures + 1;
    this.#tell("waiting");
    this.#timer = setTimeout(() => void this.#run(), backoffMs(this.#failures, this.#options.random));
  }

  /**
   * Waits until the stream is lost. ICE takes many seconds to notice that nothing arrives, so the pictures
   * themselves are watched; a page that nobody sees is shown none, and waits.
   */
  #untilBroken(connection: RTCPeerConnection, signal: AbortSignal): Promise<void> {
    let begunAt = performance.now();
    return new Promise((resolve) => {
      const done = () => {
        clearInterval(timer);
        resolve();
      };
      const look = () => {
        const now = performance.now();
        if (document.hidden) {
          begunAt = now;
          this.#heart.forgive(now);
        }
        const overdueMs = this.#heart.overdueMs(now);
        const isLate = !this.#heart.hasBegun && now - begunAt > FIRST_PICTURE_MS;
        const isClosed = connection.connectionState === "failed" || connection.connectionState === "closed";
        if (isLate || isClosed || overdueMs > GIVE_UP_MS) done();
        else if (overdueMs > 0) this.#tell("silent");
      };
      const timer = setInterval(look, LOOK_EVERY_MS);
      if (signal.aborted) done();
      signal.addEventListener("abort", done);
    });
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    this.#attempt = null;
  }

  #tell(state: WhepState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }

  readonly #left = (): void => this.#end();

  readonly #returned = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) void this.#run();
  };

  readonly #online = (): void => this.retry();
}
