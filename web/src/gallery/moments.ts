import type { Clip, Snapshot } from "../api/client";

/** What the gallery shows: a clip or a snapshot. */
export type Moment =
  | { readonly kind: "clip"; readonly id: string; readonly at: number; readonly clip: Clip }
  | { readonly kind: "snapshot"; readonly id: string; readonly at: number; readonly snapshot: Snapshot };

/** What was loaded of one list, newest first, and whether there is more. */
export type Loaded = { readonly moments: readonly Moment[]; readonly hasMore: boolean };

export const momentOfClip = (clip: Clip): Moment => ({
  kind: "clip",
  id: clip.id,
  at: Date.parse(clip.startTs),
  clip,
});

export const momentOfSnapshot = (snapshot: Snapshot): Moment => ({
  kind: "snapshot",
  id: snapshot.id,
  at: Date.parse(snapshot.ts),
  snapshot,
});

/** What somebody wrote to a moment. */
export type Notes = { readonly labels: readonly string[]; readonly note: string | null };

export const notesOf = (moment: Moment): Notes => (moment.kind === "clip" ? moment.clip : moment.snapshot);

/** Whether there is a link by which anybody sees it. */
export const isShared = (moment: Moment): boolean =>
  moment.kind === "clip" ? moment.clip.shared : moment.snapshot.shared;

/** Down to when a list is known; everything of a list without more is. */
const knownDownTo = ({ moments, hasMore }: Loaded): number =>
  hasMore ? (moments.at(-1)?.at ?? Infinity) : -Infinity;

/**
 * Both lists as one, newest first, as far as both are known: what is older might still get something of the
 * other list before it.
 */
export function merged(lists: readonly Loaded[]): Moment[] {
  const known = Math.max(...lists.map(knownDownTo));
  return lists
    .flatMap(({ moments }) => moments)
    .filter(({ at }) => at >= known)
    .toSorted((a, b) => b.at - a.at);
}

/** The list that keeps the others waiting: the one to load more of; null when all is loaded. */
export function shortest<List extends Loaded>(lists: readonly List[]): List | null {
  const open = lists.filter(({ hasMore }) => hasMore);
  return open.toSorted((a, b) => knownDownTo(b) - knownDownTo(a))[0] ?? null;
}

export type Day = { readonly at: number; readonly moments: readonly Moment[] };

/** By day of this place's calendar, in the order given. */
export function byDay(moments: readonly Moment[]): Day[] {
  const days = new Map<string, Moment[]>();
  for (const moment of moments) {
    const day = new Date(moment.at).toDateString();
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(moment);
    else days.set(day, [moment]);
  }
  return [...days.values()].map((ofDay) => ({ at: ofDay[0]?.at ?? 0, moments: ofDay }));
}

/** "0:30", "12:05", "1:02:03". */
export function durationInWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
