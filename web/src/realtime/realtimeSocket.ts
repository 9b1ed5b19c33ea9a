import type { Message } from "../api/messages";
import { backoffMs } from "./backoff";
import { parseMessage } from "./parseMessage";

/** `reconnecting`: it was cut and is tried again; `offline`: no network, or several attempts failed. */
export type SocketState = "connecting" | "live" | "reconnecting" | "offline" | "signed-out";

export type SocketOptions = {
  readonly url: string;
  readonly onMessage: (message: Message) => void;
  readonly onState: (state: SocketState) => void;
  readonly random?: () => number;
};

const CONNECT_TIMEOUT_MS = 10_000;
/** A restarted service takes us back at once; until then nobody needs to know. */
const SEAMLESS_MS = 2_000;
const OFFLINE_AFTER_ATTEMPTS = 4;
const SUSPICIOUS_SILENCE_MS = 5_000;

/** Close codes: RFC 6455 and our own of `/ws`. */
const SERVICE_RESTART = 1012;
const NOT_SIGNED_IN = 4401;
const TOKEN_REVOKED = 4403;

/** The WebSocket of the page, kept open. Message by message to `onMessage`; bad ones are logged and skipped. */
export class RealtimeSocket {
  readonly #options: Required<SocketOptions>;
  #socket: WebSocket | null = null;
  #state: SocketState = "connecting";
  #attempts = 0;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SocketOptions) {
    this.#options = { random: Math.random, ...options };
  }

  start(): void {
    addEventListener("online", this.#online);
    addEventListener("offline", this.#offline);
    this.#tell("connecting");
    this.#connect();
  }

  stop(): void {
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#offline);
    clearTimeout(this.#retry);
    clearTimeout(this.#patience);
    this.#drop();
  }

  /** Try now instead of at the next turn. */
  retry(): void {
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** The picture broke off: if nothing was heard here either, the network is gone and TCP has not noticed. */
  suspect(): void {
    if (this.#socket && performance.now() - this.#heardAt > SUSPICIOUS_SILENCE_MS) this.retry();
  }

  #connect(): void {
    this.#drop();
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    const timeout = setTimeout(() => socket.close(), CONNECT_TIMEOUT_MS);
    socket.onopen = () => {
      clearTimeout(timeout);
      this.#heardAt = performance.now();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#heardAt = performance.now();
      const message = parseMessage(data);
      if (!message) return;
      if (message.type === "hello") this.#welcomed();
      this.#options.onMessage(message);
    };
    socket.onclose = ({ code }) => {
      clearTimeout(timeout);
      if (this.#socket === socket) this.#closed(code);
    };
  }

  #welcomed(): void {
    this.#attempts = 0;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#tell("live");
  }

  #closed(code: number): void {
    this.#socket = null;
    if (code === NOT_SIGNED_IN || code === TOKEN_REVOKED) {
      this.#tell("signed-out");
      return;
    }
    this.#attempts += 1;
    const expected = code === SERVICE_RESTART && this.#attempts === 1;
    if (expected) {
      this.#patience = setTimeout(() => this.#tell("reconnecting"), SEAMLESS_MS);
    } else if (this.#patience === undefined || this.#attempts > 2) {
      this.#tell(
        this.#isOffline() ? "offline" : this.#state === "connecting" ? "connecting" : "reconnecting",
      );
    }
    const wait = expected ? this.#options.random() * 250 : backoffMs(this.#attempts, this.#options.random);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #isOffline(): boolean {
    return !navigator.onLine || this.#attempts >= OFFLINE_AFTER_ATTEMPTS;
  }

  /** Lets the socket go without hearing of its end. */
  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.close();
  }

  #tell(state: SocketState): void {
    if (state === this.#state && state !== "connecting") return;
    this.#state = state;
    this.#options.onState(state);
  }

  readonly #online = (): void => this.retry();

  readonly #offline = (): void => {
    this.#drop();
    clearTimeout(this.#retry);
    this.#tell("offline");
  };
}
