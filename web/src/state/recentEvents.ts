import type { Event } from "../api/messages";

export const RECENT_EVENTS = 100;

/**
 * Both lists as one, newest first, each id once, at most 100. The new list's word counts, but what has ended has: what
 * lasts is told again when it is over, and a list may have been on its way since before that.
 */
export function mergeEvents(known: readonly Event[], news: readonly Event[]): Event[] {
  const byId = new Map(known.map((event) => [event.id, event]));
  for (const event of news) {
    const before = byId.get(event.id);
    if (!before || hasEnded(event) || !hasEnded(before)) byId.set(event.id, event);
  }
  return [...byId.values()]
    .toSorted((a, b) => Date.parse(b.ts) - Date.parse(a.ts) || (a.id < b.id ? 1 : -1))
    .slice(0, RECENT_EVENTS);
}

const hasEnded = (event: Event): boolean => "endTs" in event.data;
