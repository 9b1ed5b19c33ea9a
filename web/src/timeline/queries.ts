import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, type ObservationsPage, type ObservedFrame, type Recordings } from "../api/client";
import { missingOf, stretchOf, type Ledger } from "./ledger";
import { marksOf } from "./lanes";
import { HOUR_MS } from "./span";

/** The hour that is not over is asked for again: the WebSocket tells of events, not of recordings. */
const ASK_AGAIN_MS = 15_000;
const MOST_SEGMENTS = 2000;
const MOST_PAGES = 4;

const iso = (ms: number) => new Date(ms).toISOString();

/** What is recorded of a camera between two moments. Its URLs are good for an hour. */
export async function fetchLedger(
  cameraId: string,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<Ledger> {
  const stretches: Ledger["stretches"][] = [];
  const missing: Ledger["missing"][] = [];
  let next: string | null = iso(from);
  for (let page = 0; page < MOST_PAGES && next !== null; page++) {
    const query = { from: next, to: iso(to), limit: MOST_SEGMENTS };
    const params = { path: { camera_id: cameraId }, query };
    const found: Recordings = bodyOf(
      await api.GET("/api/cameras/{camera_id}/recordings", { params, ...(signal && { signal }) }),
    );
    stretches.push(found.segments.map(stretchOf));
    missing.push(found.gaps.map(missingOf));
    next = found.nextFrom;
  }
  return { from, to, stretches: stretches.flat(), missing: missing.flat() };
}

/** What a camera's models said of a stretch of its recording, in order. */
export async function fetchObserved(cameraId: string, from: number, to: number): Promise<ObservedFrame[]> {
  const frames: ObservedFrame[] = [];
  let next: string | null = iso(from);
  for (let page = 0; page < MOST_PAGES && next !== null; page++) {
    const params = { path: { camera_id: cameraId }, query: { from: next, to: iso(to), limit: 1000 } };
    const found: ObservationsPage = bodyOf(
      await api.GET("/api/cameras/{camera_id}/observations", { params }),
    );
    frames.push(...found.frames);
    next = found.nextFrom;
  }
  return frames;
}

/** An hour of a camera, as the timeline shows it: what is missing, and what happened. */
export const hourQuery = (cameraId: string, hour: number) =>
  queryOptions({
    queryKey: ["timeline", cameraId, hour],
    queryFn: async ({ signal }) => {
      const to = hour + HOUR_MS;
      const query = { cameraId, from: iso(hour), to: iso(to), limit: 500 };
      const [ledger, events] = await Promise.all([
        fetchLedger(cameraId, hour, to, signal),
        api.GET("/api/events", { params: { query }, signal }).then(bodyOf),
      ]);
      return { missing: ledger.missing, marks: marksOf(events.items) };
    },
    staleTime: ({ state }) => (isOver(hour, state.dataUpdatedAt) ? Infinity : 0),
    refetchInterval: ({ state }) => (isOver(hour, state.dataUpdatedAt) ? false : ASK_AGAIN_MS),
    meta: { quiet: true },
  });

/** Asked for so long after its end that nothing of it was on its way any more. */
const isOver = (hour: number, askedAt: number) => askedAt > hour + HOUR_MS + 60_000;
