import type { Event } from "../api/messages";

const WORDS: Readonly<Record<string, string>> = {
  enter_frame: "Dog came into view",
  leave_frame: "Dog left the view",
  sit: "Sat down",
  stand: "Stood up",
  lie: "Lay down",
  fetch: "Fetched",
  bark: "Barked",
  howl: "Howled",
  whine: "Whined",
};

/** What happened, as one says it. A kind that we have no words for is told by its own name, readably. */
export function eventInWords(event: Event): string {
  if (event.type === "enter_zone") return `Dog went to ${text(event.data.zoneName) ?? "a zone"}`;
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
