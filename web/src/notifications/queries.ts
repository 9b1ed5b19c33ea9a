import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";

export type Notification = components["schemas"]["NotificationInfo"];

/** The WebSocket tells at once; this is for what was told while nobody listened. */
const ASK_AGAIN_MS = 60_000;

export const unreadQuery = queryOptions({
  queryKey: ["notifications", "unread"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/notifications/unread", { signal })).count,
  refetchInterval: ASK_AGAIN_MS,
  meta: { quiet: true },
});

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ["notifications", "list"],
  initialPageParam: null as string | null,
  queryFn: async ({ signal, pageParam: cursor }) =>
    bodyOf(await api.GET("/api/notifications", { params: { query: { limit: 30, cursor } }, signal })),
  getNextPageParam: ({ nextCursor }) => nextCursor,
  meta: { quiet: true },
});

/** There may be another one, or fewer unread. */
export const askForNotifications = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: ["notifications"] });
