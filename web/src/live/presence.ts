import type { FrameMessage } from "../api/messages";
import { isDog } from "../overlay/draw";
import type { Presence } from "../state/store";

/** A dog that one frame misses has not left. */
const LINGER_MS = 1500;
/** Without an answer for so long nobody can tell. */
const STALE_MS = 5000;

type Look = { readonly at: number; readonly dogs: number };

/** Turns single frames into a calm answer: how many dogs are in view, or since when there is none. */
export class PresenceWatch {
  #looks: Look[] = [];
  #lastSeenMs: number | null = null;

  /** `now`: the page's steady clock, ms. */
  saw(message: FrameMessage, now: number): void {
    const dogs = message.detections.filter((one) => isDog({ className: one.class })).length;
    this.#looks.push({ at: now, dogs });
    if (dogs > 0) this.#lastSeenMs = Date.parse(message.captureTs);
  }

  at(now: number): Presence {
    this.#looks = this.#looks.filter((look) => now - look.at <= STALE_MS);
    if (this.#looks.length === 0) return { dogs: null, lastSeenMs: this.#lastSeenMs };
    const lately = this.#looks.filter((look) => now - look.at <= LINGER_MS);
    const dogs = Math.max(0, ...lately.map((look) => look.dogs));
    return { dogs, lastSeenMs: this.#lastSeenMs };
  }
}
