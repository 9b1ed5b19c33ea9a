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
  /** The newest frame. */
  #newest: Look | null = null;
  /** The newest that has a dog. */
  #sighting: Look | null = null;
  #lastSeenMs: number | null = null;

  /** `now`: the page's steady clock, ms. */
  saw(message: FrameMessage, now: number): void {
    this.#newest = { at: now, dogs: dogsIn(message) };
    if (this.#newest.dogs === 0) return;
    this.#sighting = this.#newest;
    this.#lastSeenMs = Date.parse(message.captureTs);
  }

  at(now: number): Presence {
    const [newest, sighting] = [this.#newest, this.#sighting];
    const isStale = newest === null || now - newest.at > STALE_MS;
    const lingers = sighting !== null && now - sighting.at <= LINGER_MS;
    return {
      dogs: isStale ? null : lingers ? sighting.dogs : 0,
      lastSeenMs: this.#lastSeenMs,
    };
  }
}

/**
 * The dogs of one frame. A box without a track is not sure yet: it may be a second look at a dog that has one, so
 * it says that there is a dog, never that there is one more.
 */
function dogsIn({ detections }: FrameMessage): number {
  const dogs = detections.filter((one) => isDog({ className: one.class }));
  const tracks = new Set(dogs.flatMap(({ trackId }) => trackId ?? []));
  return Math.max(tracks.size, Math.min(dogs.length, 1));
}
