import type { Gap, Segment } from "../api/client";

/** A few seconds of recording. Times in ms since the epoch. */
export type Stretch = {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly url: string;
};

/** A time without a recording, and why; `to` is null while it lasts. */
export type Missing = { readonly from: number; readonly to: number | null; readonly reason: Gap["reason"] };

/** What is recorded of a camera between two moments, and what is not; both in order. */
export type Ledger = {
  readonly from: number;
  readonly to: number;
  readonly stretches: readonly Stretch[];
  readonly missing: readonly Missing[];
};

export const stretchOf = ({ id, startTs, endTs, url }: Segment): Stretch => ({
  id,
  from: Date.parse(startTs),
  to: Date.parse(endTs),
  url,
});

export const missingOf = ({ startTs, endTs, reason }: Gap): Missing => ({
  from: startTs === null ? 0 : Date.parse(startTs),
  to: endTs === null ? null : Date.parse(endTs),
  reason,
});

/** What there is to play at a moment. */
export type Place =
  | { readonly kind: "stretch"; readonly stretch: Stretch; readonly from: number }
  /** Nothing was recorded; `next`: when it goes on, null while that is not known. */
  | { readonly kind: "missing"; readonly missing: Missing | null; readonly next: number | null }
  /** Nothing is recorded from here on: it is now, or will be in a few seconds. */
  | { readonly kind: "over" };

/** A shorter hole is none: times are rounded. */
const SLACK_MS = 500;
/** The file that is being written can't be played yet; the one before it can. */
const BEING_WRITTEN_MS = 30_000;

export function placeAt({ stretches, missing }: Ledger, ms: number): Place {
  const stretch = stretches.find(({ from, to }) => from - SLACK_MS <= ms && ms < to);
  if (stretch) return { kind: "stretch", stretch, from: Math.max(ms, stretch.from) };
  const next = stretches.find(({ from }) => from > ms);
  const gap = missing.find(({ from, to }) => from - SLACK_MS <= ms && (to === null || ms < to));
  if (gap ?? next) return { kind: "missing", missing: gap ?? null, next: next?.from ?? gap?.to ?? null };
  const last = stretches.at(-1);
  if (last && ms - last.to < BEING_WRITTEN_MS) return { kind: "stretch", stretch: last, from: last.from };
  return { kind: "over" };
}

/** What plays after a stretch; null when nothing more is known. */
export const following = ({ stretches }: Ledger, { to }: Stretch): Stretch | null =>
  stretches.find(({ from }) => from >= to - SLACK_MS) ?? null;
