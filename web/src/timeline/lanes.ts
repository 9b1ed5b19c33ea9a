import type { Event } from "../api/messages";
import { eventInWords } from "../events/words";

/** A mark on the timeline. Times in ms since the epoch. */
export type Mark = {
  readonly id: string;
  readonly lane: "doing" | "sound";
  readonly from: number;
  readonly to: number;
  readonly look: "lively" | "sitting" | "standing" | "resting" | "sound" | "passing";
  /** 0..1: how loud or how sure. */
  readonly height: number;
  readonly words: string;
};

const LOOKS: Readonly<Record<string, Mark["look"]>> = {
  sit: "sitting",
  stand: "standing",
  lie: "resting",
  calm: "resting",
  run: "lively",
  jump: "lively",
  play_bow: "lively",
  fetch: "lively",
  fetch_success: "lively",
  eat: "lively",
  drink: "lively",
  bark: "sound",
  howl: "sound",
  whine: "sound",
  growl: "sound",
};

/** What has no end yet, or none at all, is seen at least. */
const SHORTEST_MS = 1000;
const LONGEST_MS = 12 * 3_600_000;

/** Events as marks, those of long duration first: what is short lies above. */
export function marksOf(events: readonly Event[]): Mark[] {
  return events
    .map((event): Mark => {
      const look = LOOKS[event.type] ?? "passing";
      const from = Date.parse(event.ts);
      const { confidence } = event.data;
      return {
        id: event.id,
        lane: look === "sound" ? "sound" : "doing",
        from,
        to: from + durationOf(event),
        look,
        height: typeof confidence === "number" ? Math.min(1, Math.max(0.3, confidence)) : 1,
        words: eventInWords(event),
      };
    })
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
}

function durationOf({ ts, data: { durationMs, endTs } }: Event): number {
  const told =
    typeof durationMs === "number"
      ? durationMs
      : typeof endTs === "string"
        ? Date.parse(endTs) - Date.parse(ts)
        : 0;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, told || 0));
}

/** What is over at once is told for so long. */
const TOLD_MS = 4000;
const MOST_TOLD = 3;

/** The marks of a moment (ms since the epoch), those that began last first. */
export function toldAt(marks: readonly Mark[], moment: number): Mark[] {
  return marks
    .filter(({ from, to }) => moment >= from && moment <= Math.max(to, from + TOLD_MS))
    .toSorted((a, b) => b.from - a.from)
    .slice(0, MOST_TOLD);
}
