import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf, patientFetch, type Correction } from "../api/client";
import type { Event } from "../api/messages";
import { labelInWords, NOTHING } from "./labels";

const NEWEST = 500;
/** The server has not answered yet. */
const PENDING = "pending:";

/** What was said of events and postures, newest first. */
export const correctionsQuery = queryOptions({
  queryKey: ["corrections"],
  queryFn: async ({ signal }) =>
    bodyOf(await api.GET("/api/corrections", { params: { query: { limit: NEWEST } }, signal })).items,
  staleTime: 60_000,
  meta: { quiet: true },
});

export type ByEvent = ReadonlyMap<string, Correction>;

const byEvent = (all: readonly Correction[]): ByEvent =>
  new Map(all.flatMap((one) => (one.eventId === null ? [] : [[one.eventId, one] as const])));

const NONE: ByEvent = new Map();

/** What was said of each event, by its id; empty until it is known. */
export const useCorrections = (): ByEvent => useQuery({ ...correctionsQuery, select: byEvent }).data ?? NONE;

export const isPending = ({ id }: Correction): boolean => id.startsWith(PENDING);

/** A word on an event; `before` is the one that it takes the place of. */
export type Judgement = {
  readonly event: Event;
  readonly label: string;
  readonly before: Correction | undefined;
  /** It is a way back itself: nothing is said of it. */
  readonly isUndo?: boolean;
};

/**
 * Says of an event that it was right (its own type as the label) or what it was instead, and takes that back. The page
 * shows it at once; it is told with a way back.
 */
export function useJudge() {
  const queries = useQueryClient();
  const { queryKey } = correctionsQuery;
  const put = (eventId: string, row: Correction | undefined) =>
    queries.setQueryData(queryKey, (all) => [
      ...(row ? [row] : []),
      ...(all ?? []).filter((one) => one.eventId !== eventId),
    ]);
  const remove = useMutation({
    mutationFn: ({ id }: Correction) =>
      api.DELETE("/api/corrections/{correction_id}", { params: { path: { correction_id: id } } }),
    onMutate: ({ eventId }) => put(eventId ?? "", undefined),
    onError: (_error, row) => put(row.eventId ?? "", row),
  });
  const judge = useMutation({
    mutationFn: ({ event, label }: Judgement) => say(event.id, label),
    onMutate: ({ event, label }) => put(event.id, guessed(event, label)),
    onSuccess: (row, { event, label, before, isUndo }) => {
      put(event.id, row);
      if (isUndo) return;
      toast.success(thanks(event, label), {
        id: `judged:${event.id}`,
        action: {
          label: "Undo",
          onClick: () => {
            if (before) judge.mutate({ event, label: before.label, before: row, isUndo: true });
            else remove.mutate(row);
          },
        },
      });
    },
    onError: (_error, { event, before }) => put(event.id, before),
  });
  return { judge: judge.mutate, remove: remove.mutate };
}

async function say(eventId: string, label: string): Promise<Correction> {
  // The picture of that moment is read out of the recording first.
  return bodyOf(await api.POST("/api/corrections", { body: { eventId, label }, fetch: patientFetch }));
}

/** What the server will answer, most likely. */
const guessed = (event: Event, label: string): Correction => ({
  id: `${PENDING}${event.id}`,
  eventId: event.id,
  cameraId: null,
  ts: event.ts,
  said: event.type,
  label,
  confirmed: label === event.type,
  box: null,
  pictureUrl: null,
  createdAt: event.ts,
});

function thanks({ type }: Event, label: string): string {
  if (label === type) return "Thank you: that was right.";
  if (label === NOTHING) return "Thank you: that was wrong.";
  return `Thank you: it was ${labelInWords(label)}.`;
}

/** "You said: right" */
export function correctionInWords({ confirmed, label }: Correction): string {
  if (confirmed) return "You said: right";
  return label === NOTHING ? "You said: wrong" : `You said: ${labelInWords(label)}`;
}

export type Precision = { readonly type: string; readonly right: number; readonly judged: number };

/** Of what we told and somebody judged, how much was right; by kind of event, the most judged first. */
export function precisionOf(corrections: readonly Correction[]): Precision[] {
  const counts = new Map<string, Precision>();
  for (const { eventId, said, confirmed } of corrections) {
    if (eventId === null || said === null) continue;
    const { right, judged } = counts.get(said) ?? { right: 0, judged: 0 };
    counts.set(said, { type: said, right: right + Number(confirmed), judged: judged + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.judged - a.judged || (a.type < b.type ? -1 : 1));
}
