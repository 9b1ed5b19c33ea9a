import type { DayMetrics } from "../api/client";
import type { Event } from "../api/messages";

/** What the coach is asked and says; times are ms since the epoch where the contract says number. */
export type ChatAnswer = { readonly answer: string; readonly relevantTimestamps: readonly number[] };

export type Summary = {
  readonly summary: string;
  readonly wins: readonly string[];
  readonly setbacks: readonly string[];
  readonly suggestions: readonly string[];
  readonly highlightClips: readonly string[];
};

export type Tip = { readonly tip: string; readonly confidence: number };

export type ChatQuestion = {
  readonly question: string;
  readonly context: { readonly events: readonly Event[]; readonly metrics: Partial<DayMetrics> };
};

export type SummaryQuestion = {
  readonly sessionStart: string;
  readonly sessionEnd: string;
  readonly events: readonly Event[];
  readonly metrics: Partial<DayMetrics>;
};

export type TipQuestion = {
  readonly currentAction: string;
  readonly recentEvents: readonly Event[];
  readonly sessionContext: Readonly<Record<string, unknown>>;
};
