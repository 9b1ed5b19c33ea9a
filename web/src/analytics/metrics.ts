import type { DayMetrics, StoredDay } from "../api/client";
import { durationInWords } from "../events/time";

export type Key = keyof DayMetrics;

export type Metric = {
  readonly key: Key;
  readonly label: string;
  /** The events behind the figure. */
  readonly type: string;
  readonly unit: "times" | "minutes";
};

const metric = (key: Key, label: string, type: string, unit: Metric["unit"] = "times"): Metric => ({
  key,
  label,
  type,
  unit,
});

export const IN_VIEW = metric("timeInFrameMin", "In view", "enter_frame", "minutes");
export const CALM = metric("calmMinutes", "Calm", "calm", "minutes");
export const BARKS = metric("barks", "Barks", "bark");

export type Chart = { readonly title: string; readonly metrics: readonly [Metric, ...Metric[]] };

/** Small multiples: each chart shows one of its metrics at a time. */
export const CHARTS: readonly Chart[] = [
  { title: "Rest", metrics: [CALM, metric("lieCount", "Lay down", "lie")] },
  { title: "Activity", metrics: [IN_VIEW, metric("standCount", "Stood", "stand")] },
  {
    title: "Voice",
    metrics: [BARKS, metric("howls", "Howls", "howl"), metric("whines", "Whines", "whine")],
  },
  {
    title: "Training",
    metrics: [
      metric("sitCount", "Sat", "sit"),
      metric("fetchCount", "Fetched", "fetch"),
      metric("fetchSuccessCount", "Brought back", "fetch_success"),
      metric("treatsDispensed", "Treats", "treat"),
    ],
  },
];

/** The figures of today, at a glance. */
export const TODAY: readonly Metric[] = [
  IN_VIEW,
  CALM,
  BARKS,
  metric("sitCount", "Sat", "sit"),
  metric("fetchCount", "Fetched", "fetch"),
];

/** "12", "3 h 12 min" */
export function valueInWords(value: number, { unit }: Pick<Metric, "unit">): string {
  if (unit === "times") return String(Math.round(value));
  return value < 1 ? "0 min" : durationInWords(Math.round(value) * 60_000);
}

/** What half of the days come to: the middle one, and from where to where. */
export type Usual = { readonly low: number; readonly middle: number; readonly high: number };

/** Fewer days make nothing usual. */
export const FEWEST_DAYS = 5;

/** What is usual of days that are over; null while there are too few. */
export function usualOf(days: readonly DayMetrics[], key: Key): Usual | null {
  if (days.length < FEWEST_DAYS) return null;
  const sorted = days.map((day) => day[key]).toSorted((a, b) => a - b);
  return { low: quantile(sorted, 0.25), middle: quantile(sorted, 0.5), high: quantile(sorted, 0.75) };
}

/** Between the two nearest of sorted values, in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at % 1);
}

/** "usually 20 to 60", of a whole day. */
export function usualInWords(usual: Usual | null, of: Metric): string {
  if (usual === null) return "too few days to say what is usual";
  const [low, high] = [usual.low, usual.high].map((value) => valueInWords(value, of));
  return low === high ? `usually ${low ?? ""}` : `usually ${low ?? ""} to ${high ?? ""}`;
}

/** The day so far in one sentence, and whether it is more than a whole day usually comes to. */
export function todayInWords(today: StoredDay | undefined, before: readonly DayMetrics[]): string {
  if (today === undefined) return "Nothing has happened today so far.";
  const parts = [
    today.timeInFrameMin > 0 && `in view for ${valueInWords(today.timeInFrameMin, IN_VIEW)}`,
    today.calmMinutes > 0 && `calm for ${valueInWords(today.calmMinutes, CALM)}`,
    today.barks > 0 ? `${today.barks} ${today.barks === 1 ? "bark" : "barks"}` : "no barks",
  ].filter((part) => part !== false);
  const usual = usualOf(before, BARKS.key);
  const loud = usual !== null && today.barks > usual.high;
  const verdict = loud ? " That is more barking than on most whole days." : "";
  return `Today so far: ${listed(parts)}.${verdict}`;
}

/** "a, b and c" */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

const AS_BEFORE = 0.05;

/** A week beside the week before: "50 % more than the week before"; null where there is nothing to compare with. */
export function trendInWords(change: number | null | undefined): string | null {
  if (change === null || change === undefined) return null;
  if (Math.abs(change) < AS_BEFORE) return "about as the week before";
  return `${Math.round(Math.abs(change) * 100)} % ${change > 0 ? "more" : "less"} than the week before`;
}
