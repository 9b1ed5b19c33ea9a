import { queryOptions } from "@tanstack/react-query";
import { ANALYTICS } from "../analytics/queries";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";

export type BatchRun = components["schemas"]["BatchRunInfo"];
export type NewRun = components["schemas"]["NewRun"];

const SOON_MS = 3_000;
const FRESH_MS = 60_000;

export const RUNS = "runs";

export const isOpen = ({ status }: BatchRun) => status === "queued" || status === "running";

/** The newest batch runs; asked again soon while one of them is under way. */
export const runsQuery = queryOptions({
  queryKey: [RUNS],
  queryFn: async ({ signal }) =>
    bodyOf(await api.GET("/api/runs", { params: { query: { limit: 20 } }, signal })).items,
  refetchInterval: ({ state }) => (state.data?.some(isOpen) ? SOON_MS : FRESH_MS),
  meta: { quiet: true },
});

/** Which run the analytics show, if any; asked again soon while its days are counted. */
export const analyticsSourceQuery = queryOptions({
  queryKey: [ANALYTICS, "source"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/analytics/source", { signal })),
  staleTime: FRESH_MS,
  refetchInterval: ({ state }) => (state.data?.counted === false ? SOON_MS : FRESH_MS),
  meta: { quiet: true },
});
