import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { Moments } from "./search";

const PAGE = 50;
/** The server itself answers from its cache for five minutes, or until something changes. */
const FRESH_MS = 60_000;

const settings = { staleTime: FRESH_MS, meta: { quiet: true } } as const;

/** Everything that is counted by day: to be asked for again when the time zone changes. */
export const ANALYTICS = "analytics";

/** Where the owner's days begin and end, an IANA name. */
export const timeZoneQuery = queryOptions({
  queryKey: ["time-zone"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/auth/time-zone", { signal })).timeZone,
  ...settings,
});

/** What each day came to, from the first to the last; days on which nothing happened are left out. */
export const dailyQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: [ANALYTICS, "daily", from, to],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET("/api/analytics/daily", { params: { query: { from, to } }, signal })).items,
    refetchInterval: FRESH_MS,
    ...settings,
  });

/** The seven days up to yesterday beside the seven before. */
export const weekQuery = queryOptions({
  queryKey: [ANALYTICS, "week"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/analytics/summary", { signal })),
  ...settings,
});

/** When something happens, by weekday and hour. */
export const activityQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: [ANALYTICS, "activity", from, to],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET("/api/analytics/activity", { params: { query: { from, to } }, signal })).items,
    ...settings,
  });

/** Where a camera's dogs were on a day. */
export const heatmapQuery = (cameraId: string, day: string) =>
  queryOptions({
    queryKey: [ANALYTICS, "heatmap", cameraId, day],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET("/api/analytics/heatmap", { params: { query: { cameraId, day } }, signal })),
    ...settings,
  });

/** The events behind a figure, newest first. */
export const momentsQuery = ({ type, from, to, camera }: Moments) =>
  infiniteQueryOptions({
    queryKey: ["events", "moments", type, from, to, camera],
    initialPageParam: null as string | null,
    queryFn: async ({ signal, pageParam: cursor }) => {
      const query = { type: type ?? null, from, to, cameraId: camera ?? null, limit: PAGE, cursor };
      return bodyOf(await api.GET("/api/events", { params: { query }, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    ...settings,
  });
