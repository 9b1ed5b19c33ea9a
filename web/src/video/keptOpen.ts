import { backoffMs } from "../realtime/backoff";

/** How an attempt ended: after a while in which all was well, before that, or so that no other can do better. */
export type Ending = "lasted" | "failed" | "hopeless";

export type KeptOpenOptions = {
  /** Opens and holds until `signal` aborts or all is lost. What it throws counts as `failed` and is logged. */
  readonly attempt: (signal: AbortSignal) => Promise<Ending>;
  /** It ended, and is tried again later. */
  readonly onWaiting: () => void;
  readonly random?: () => number;
};

/**
 * Whatever shall be open as long as the page is there: each failure is followed by another attempt, later each
 * time and at once when the network comes back. A page that is left lets go, and begins anew if it returns.
 */
export class KeptOpen {
  readonly #options: Required<KeptOpenOptions>;
  #current: AbortController | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWaiting = false;

  constructor(options: KeptOpenOptions) {
    this.#options = { random: Math.random, ...options };
  }

  start(): void {
    addEventListener("pagehide", this.#left);
    addEventListener("pageshow", this.#returned);
    addEventListener("online", this.#online);
    this.retry();
  }

  stop(): void {
    removeEventListener("pagehide", this.#left);
    removeEventListener("pageshow", this.#returned);
    removeEventListener("online", this.#online);
    this.#letGo();
  }

  /** Begin anew, now. */
  retry(): void {
    this.#failures = 0;
    void this.#run();
  }

  async #run(): Promise<void> {
    this.#letGo();
    const current = new AbortController();
    this.#current = current;
    let ending: Ending = "failed";
    try {
      ending = await this.#options.attempt(current.signal);
    } catch (error) {
      if (!current.signal.aborted) console.warn("connection failed", error);
    }
    if (this.#current !== current || ending === "hopeless") return;
    this.#failures = ending === "lasted" ? 1 : this.#failures + 1;
    this.#isWaiting = true;
    this.#options.onWaiting();
    this.#timer = setTimeout(() => void this.#run(), backoffMs(this.#failures, this.#options.random));
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#isWaiting = false;
    this.#current?.abort();
    this.#current = null;
  }

  readonly #left = (): void => this.#letGo();

  readonly #returned = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.retry();
  };

  readonly #online = (): void => {
    if (this.#isWaiting) this.retry();
  };
}
