import type { Event } from "../api/messages";
import { durationInWords } from "./time";

/** What happens at a moment, or has begun. */
const WORDS: Readonly<Record<string, string>> = {
  enter_frame: "Dog came into view",
  leave_frame: "Dog left the view",
  sit: "Sat down",
  stand: "Stood still",
  lie: "Lay down",
  run: "Started to run",
  jump: "Jumped",
  play_bow: "Bowed to play",
  fetch: "Went to fetch",
  fetch_success: "Brought it back",
  eat: "Started to eat",
  drink: "Started to drink",
  bark: "Barked",
  howl: "Howled",
  whine: "Whined",
  growl: "Growled",
  calm: "Calmed down",
  mark: "You marked this",
  treat: "Got a treat",
};

/** What lasted and is over: "Sat for 12 s". A jump is over at once: how long it took says nothing. */
const LASTED: Readonly<Record<string, string>> = {
  sit: "Sat",
  stand: "Stood",
  lie: "Lay",
  run: "Ran",
  play_bow: "Bowed to play",
  fetch: "Fetched",
  eat: "Ate",
  drink: "Drank",
  bark: "Barked",
  howl: "Howled",
  whine: "Whined",
  growl: "Growled",
  calm: "Was calm",
};

/** What happened, as one says it. A kind that we have no words for is told by its own name, readably. */
export function eventInWords(event: Event): string {
  if (event.type === "enter_zone") return `Dog went to ${text(event.data.zoneName) ?? "a zone"}`;
  if (event.type === "leave_zone") return `Dog left ${text(event.data.zoneName) ?? "a zone"}`;
  const lasted = LASTED[event.type];
  const { durationMs } = event.data;
  if (lasted !== undefined && typeof durationMs === "number") {
    return `${lasted} for ${durationInWords(durationMs)}`;
  }
  const name = event.type.replaceAll("_", " ");
  return WORDS[event.type] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** How sure we are, as a word; null when the event says nothing of it. */
export function sureness(confidence: unknown): string | null {
  if (typeof confidence !== "number") return null;
  if (confidence >= 0.8) return "sure";
  return confidence >= 0.55 ? "fairly sure" : "not sure";
}

/** The camera that saw it, if it was one. */
export const cameraOf = (event: Event): string | null => text(event.data.cameraId);

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
