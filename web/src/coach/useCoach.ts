import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { dateAt, startOf } from "../analytics/calendar";
import { dailyQuery, timeZoneQuery } from "../analytics/queries";
import { ApiError, Unreachable } from "../api/errors";
import type { DayMetrics } from "../api/client";
import { useAppState } from "../state/store";
import { askQuestion, askSummary } from "./askCoach";
import type { ChatAnswer, Summary } from "./contract";

/** The coach looks up what it needs; this tells what the person sees. */
const MOST_EVENTS = 50;

export type Turn = {
  readonly id: number;
  readonly question: string;
  /** As far as it has come. */
  readonly text: string;
  /** Null until it is whole, or was stopped. */
  readonly answer: ChatAnswer | null;
  readonly error: Error | null;
};

/** It is not there, or has no time: nobody's mistake, and it comes back. */
export const isAway = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof ApiError && [404, 429, 502, 503, 504].includes(error.status));

const seenLately = () => useAppState.getState().recentEvents.slice(0, MOST_EVENTS);

/** A talk with the coach, as long as its panel is open. */
export function useChat() {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [isBusy, setBusy] = useState(false);
  const abort = useRef<AbortController>(null);
  const queries = useQueryClient();
  useEffect(() => () => abort.current?.abort(), []);
  const change = (id: number, part: Partial<Turn>) =>
    setTurns((all) => all.map((turn) => (turn.id === id ? { ...turn, ...part } : turn)));

  const ask = async (question: string) => {
    const id = turns.length;
    const controller = new AbortController();
    abort.current = controller;
    setTurns((all) => [...all, { id, question, text: "", answer: null, error: null }]);
    setBusy(true);
    try {
      const metrics = await today(queries);
      const context = { events: seenLately(), metrics };
      const answer = await askQuestion({ question, context }, controller.signal, (text) =>
        change(id, { text }),
      );
      change(id, { answer, text: answer.answer });
    } catch (error) {
      if (controller.signal.aborted) change(id, { answer: { answer: "", relevantTimestamps: [] } });
      else change(id, { error: error instanceof Error ? error : new Error("failed", { cause: error }) });
    } finally {
      setBusy(false);
    }
  };
  return { turns, isBusy, ask: (question: string) => void ask(question), stop: () => abort.current?.abort() };
}

/** What today has come to so far, in the coach's words. */
export function useSummary() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<Summary> => {
      const zone = await queries.query(timeZoneQuery);
      const start = startOf(dateAt(Date.now(), zone), zone);
      const events = seenLately().filter(({ ts }) => Date.parse(ts) >= start);
      const metrics = await today(queries);
      return askSummary(
        {
          sessionStart: new Date(start).toISOString(),
          sessionEnd: new Date().toISOString(),
          events,
          metrics,
        },
        new AbortController().signal,
      );
    },
    meta: { quiet: true },
  });
}

/** What today came to; nothing of it where that can't be told: the coach knows it better. */
async function today(queries: ReturnType<typeof useQueryClient>): Promise<Partial<DayMetrics>> {
  try {
    const zone = await queries.query(timeZoneQuery);
    const date = dateAt(Date.now(), zone);
    const [day] = await queries.query(dailyQuery(date, date));
    return day ?? {};
  } catch {
    return {};
  }
}
