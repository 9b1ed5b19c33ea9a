import type { CameraStatus } from "../api/client";
import { sinceInWords } from "../events/time";
import type { SocketState } from "../realtime/realtimeSocket";
import type { Presence } from "../state/store";

export type Situation = {
  readonly camera: { readonly name: string; readonly status: CameraStatus };
  readonly socket: SocketState;
  readonly presence: Presence | undefined;
  /** The last time that a dog is known to have left, ms since the epoch. */
  readonly leftAtMs: number | null;
  /** Null while unknown. */
  readonly detectorOk: boolean | null;
  readonly now: number;
};

/** The answer in one sentence: is the dog there, and if that can't be told, why. */
export function sentence({ camera, socket, presence, leftAtMs, detectorOk, now }: Situation): string {
  const { state, analysis } = camera.status;
  if (state === "off") return `${camera.name} is switched off.`;
  if (state === "away" || state === "error") return `${camera.name} sends no picture.`;
  if (socket === "offline") return "No connection to Pawsight.";
  const looking = analysis === null && (detectorOk !== false || Boolean(presence?.dogs));
  if (!looking) return "Can't look for dogs right now.";
  if (state === "starting") return `${camera.name} is starting…`;
  if (typeof presence?.dogs !== "number") return socket === "live" ? "Looking…" : "Connecting…";
  if (presence.dogs === 1) return "A dog is in view.";
  if (presence.dogs > 1) return `${inWords(presence.dogs)} dogs are in view.`;
  const seen = Math.max(presence.lastSeenMs ?? 0, leftAtMs ?? 0);
  return seen > 0 ? `No dog in view since ${sinceInWords(seen, now)}.` : "No dog in view.";
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six"];
const inWords = (count: number) => NUMBERS[count] ?? String(count);
