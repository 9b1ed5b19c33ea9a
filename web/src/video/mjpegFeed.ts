import { MultipartParser, type PicturePart } from "./multipart";

/** Why no picture comes. `silent`: connected, but nothing is sent; `refused`: an HTTP error. */
export type FeedFailure = "lost" | "silent" | "refused" | "signed-out";

export type FeedState =
  | { readonly status: "connecting" }
  | { readonly status: "connected" }
  | { readonly status: "disconnected"; readonly failure: FeedFailure };

export type FeedOptions = {
  readonly url: string;
  readonly onPart: (part: PicturePart) => void;
  readonly onState: (state: FeedState) => void;
  /** Pause before the next attempt. */
  readonly retryMs?: number;
  /** A stream that sends nothing for so long is taken for broken. */
  readonly silenceMs?: number;
};

/** A camera's MJPEG stream that is kept open: whatever ends it, it is asked for again every 3 s. */
export class MjpegFeed {
  readonly #options: Required<FeedOptions>;
  #attempt: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FeedOptions) {
    this.#options = { retryMs: 3000, silenceMs: 5000, ...options };
  }

  start(): void {
    this.stop();
    this.#options.onState({ status: "connecting" });
    void this.#run();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    this.#attempt = null;
  }

  /** Try now instead of at the next turn. */
  retry(): void {
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    void this.#run();
  }

  async #run(): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    let failure: FeedFailure = "lost";
    const silence = watchdog(this.#options.silenceMs, () => {
      failure = "silent";
      attempt.abort();
    });
    try {
      failure = (await this.#read(attempt.signal, silence.feed)) ?? failure;
    } catch (error) {
      if (!attempt.signal.aborted) console.warn("the picture's stream broke", error);
    } finally {
      silence.stop();
    }
    if (this.#attempt !== attempt) return; // stopped, or retried by hand
    this.#options.onState({ status: "disconnected", failure });
    if (failure !== "signed-out") this.#timer = setTimeout(() => void this.#run(), this.#options.retryMs);
  }

  async #read(signal: AbortSignal, alive: () => void): Promise<FeedFailure | null> {
    const response = await fetch(this.#options.url, { signal, cache: "no-store" });
    if (response.status === 401) return "signed-out";
    if (!response.ok || !response.body) return "refused";
    const parser = new MultipartParser();
    const reader = response.body.getReader();
    let first = true;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return null;
      for (const part of parser.push(value)) {
        alive();
        if (first) this.#options.onState({ status: "connected" });
        first = false;
        this.#options.onPart(part);
      }
    }
  }
}

function watchdog(ms: number, bark: () => void) {
  let timer = setTimeout(bark, ms);
  return {
    feed: () => {
      clearTimeout(timer);
      timer = setTimeout(bark, ms);
    },
    stop: () => clearTimeout(timer),
  };
}
