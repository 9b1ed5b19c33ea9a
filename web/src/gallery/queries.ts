import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from "@tanstack/react-query";
import { api, bodyOf, type ClipJob } from "../api/client";
import type { JobMessage } from "../api/messages";
import type { GalleryFilter } from "./search";

const PAGE = 60;
/** The WebSocket tells at once; this is for what was told while nobody listened. */
const ASK_AGAIN_MS = 2_000;

type Cursor = string | null;

/** All lists of clips, and all of snapshots, whatever they are narrowed down to. */
export const CLIPS = ["clips"] as const;
export const SNAPSHOTS = ["snapshots"] as const;

export const clipsQuery = (filter: GalleryFilter) =>
  infiniteQueryOptions({
    queryKey: [...CLIPS, filter],
    initialPageParam: null as Cursor,
    queryFn: async ({ signal, pageParam: cursor }) =>
      bodyOf(await api.GET("/api/clips", { params: { query: pageOf(filter, cursor) }, signal })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    meta: { quiet: true },
  });

export const snapshotsQuery = (filter: GalleryFilter) =>
  infiniteQueryOptions({
    queryKey: [...SNAPSHOTS, filter],
    initialPageParam: null as Cursor,
    queryFn: async ({ signal, pageParam: cursor }) =>
      bodyOf(await api.GET("/api/snapshots", { params: { query: pageOf(filter, cursor) }, signal })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    meta: { quiet: true },
  });

const pageOf = ({ q, label, camera }: GalleryFilter, cursor: Cursor) => ({
  limit: PAGE,
  cursor,
  q: q ?? null,
  label: label ?? null,
  cameraId: camera ?? null,
});

export const isOpen = ({ status }: Pick<ClipJob, "status">) => status === "queued" || status === "processing";

/** Clips that are being made. */
export const clipJobsQuery = queryOptions({
  queryKey: ["clip-jobs"],
  queryFn: async ({ signal }) => {
    const { items } = bodyOf(await api.GET("/clipper/jobs", { params: { query: { limit: 50 } }, signal }));
    return items.filter(isOpen);
  },
  refetchInterval: ({ state }) => (state.data?.length ? ASK_AGAIN_MS : false),
  meta: { quiet: true },
});

/** How far one clip is. */
export const clipStatusQuery = (jobId: string) =>
  queryOptions({
    queryKey: ["clip-status", jobId],
    queryFn: async ({ signal }) => {
      const path = { job_id: jobId };
      const { status, progress, error } = bodyOf(
        await api.GET("/clipper/status/{job_id}", { params: { path }, signal }),
      );
      return { status, progress, error: error ?? null };
    },
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data) ? false : ASK_AGAIN_MS),
    meta: { quiet: true },
  });

/** A job's news, as the WebSocket brings them. */
export function hearOfJob(queries: QueryClient, { kind, id, status, progress, error }: JobMessage): void {
  if (kind !== "clip") return;
  queries.setQueryData(clipStatusQuery(id).queryKey, { status, progress, error });
  queries.setQueryData(clipJobsQuery.queryKey, (jobs) =>
    jobs?.map((job) => (job.jobId === id ? { ...job, status, progress } : job)).filter(isOpen),
  );
  if (status === "queued") void queries.invalidateQueries({ queryKey: clipJobsQuery.queryKey });
  if (status === "complete") void queries.invalidateQueries({ queryKey: CLIPS });
}
