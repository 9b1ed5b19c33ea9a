import type { Event } from "../api/messages";

export const RECENT_EVENTS = 100;

/** Both lists as one, newest first, each id once (the new list's word counts), at most 100. */
export function mergeEvents(known: readonly Event[], news: readonly Event[]): Event[] {
  const byId = new Map([...known, ...news].map((event) => [event.id, event]));
  return [...byId.values()]
    .toSorted((a, b) => Date.parse(b.ts) - Date.parse(a.ts) || (a.id < b.id ? 1 : -1))
    .slice(0, RECENT_EVENTS);
}
