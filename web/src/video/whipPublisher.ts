import { api } from "../api/client";
import { ApiError, inWords } from "../api/errors";
import { KeptOpen, type Ending } from "./keptOpen";
import { pause } from "./pause";
import { openWhip, type Media, type WhipSession } from "./whipSession";

/**
 * `connecting`: not yet sending; `live`: sending; `waiting`: it broke off, and is tried again later.
 * The others end it: another device is this camera now; the server does not want it (`why`); nobody is signed in.
 */
export type PublisherState =
  | { readonly status: "connecting" | "live" | "waiting" | "taken-over" | "signed-out" }
  | { readonly status: "refused"; readonly why: string };

export type PublisherOptions = {
  readonly cameraId: string;
  readonly media: Media;
  readonly onState: (state: PublisherState) => void;
  readonly random?: () => number;
};

const LOOK_EVERY_MS = 500;
/** ICE and DTLS have to agree by then. */
const CONNECT_MS = 12_000;
/** A connection may recover from a moment without network by itself. */
const RECOVER_MS = 2_000;
const ASK_SERVER_EVERY_MS = 3_000;
/** By then the server's word about the camera is of another sender, if there is one. */
const SETTLED_MS = 1_500;
const STABLE_MS = 10_000;

/** Sends this browser's picture and sound as a camera, and goes on sending: whatever ends it, it begins again. */
export class WhipPublisher {
  readonly #options: PublisherOptions;
  readonly #kept: KeptOpen;
  #media: Media;
  #session: WhipSession | null = null;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#media = options.media;
    this.#kept = new KeptOpen({
      attempt: (signal) => this.#send(signal),
      onWaiting: () => options.onState({ status: "waiting" }),
      ...(options.random && { random: options.random }),
    });
  }

  start(): void {
    this.#kept.start();
  }

  stop(): void {
    this.#kept.stop();
  }

  /** Send other tracks from now on. */
  async replace(media: Media): Promise<void> {
    this.#media = media;
    await this.#session?.replace(media);
  }

  async #send(signal: AbortSignal): Promise<Ending> {
    this.#options.onState({ status: "connecting" });
    const { cameraId } = this.#options;
    let session: WhipSession;
    try {
      session = await openWhip(`/api/cameras/${encodeURIComponent(cameraId)}/whip`, this.#media, signal);
    } catch (error) {
      return this.#refused(error);
    }
    const begunAt = performance.now();
    try {
      this.#session = session;
      const isGone = await this.#untilBroken(session, signal);
      if (isGone && (await this.#isTakenOver(signal))) {
        this.#options.onState({ status: "taken-over" });
        return "hopeless";
      }
    } finally {
      this.#session = null;
      session.end();
    }
    return performance.now() - begunAt > STABLE_MS ? "lasted" : "failed";
  }

  /** What the server's refusal means. Throws what may pass. */
  #refused(error: unknown): Ending {
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    this.#options.onState(
      error.status === 401 ? { status: "signed-out" } : { status: "refused", why: inWords(error) },
    );
    return "hopeless";
  }

  /** Waits until the connection is lost; true when the server does not know the session any more. */
  async #untilBroken({ connection, address }: WhipSession, signal: AbortSignal): Promise<boolean> {
    let wellAt = performance.now();
    let askedAt = wellAt;
    let isLive = false;
    while (!signal.aborted) {
      await pause(LOOK_EVERY_MS, signal);
      const now = performance.now();
      const { connectionState } = connection;
      if (connectionState === "connected") {
        wellAt = now;
        if (!isLive) this.#options.onState({ status: "live" });
        isLive = true;
      }
      const isLost =
        connectionState === "failed" ||
        connectionState === "closed" ||
        now - wellAt > (isLive ? RECOVER_MS : CONNECT_MS);
      if (isLost || now - askedAt > ASK_SERVER_EVERY_MS) {
        askedAt = now;
        if (!(await isKnown(address, signal))) return true;
      }
      if (isLost) return false;
    }
    return false;
  }

  /** Our session is gone, but the camera is live: somebody else is it. */
  async #isTakenOver(signal: AbortSignal): Promise<boolean> {
    await pause(SETTLED_MS, signal);
    try {
      const path = { camera_id: this.#options.cameraId };
      const { data } = await api.GET("/api/cameras/{camera_id}", { params: { path }, signal });
      return data?.status.state === "live";
    } catch {
      return false; // whatever it is, the next attempt finds out
    }
  }
}

/** False only when the server says that there is no such session. */
async function isKnown(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(address, { signal })).status !== 404;
  } catch {
    return true; // no answer says nothing
  }
}
