import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";
import { isOpen } from "./words";

type Schemas = components["schemas"];
export type Routine = Schemas["RoutineInfo"];
export type RoutineRun = Schemas["RunInfo"];
export type StepOutcome = Schemas["StepOutcome"];
export type RoutineTemplate = Schemas["TemplateInfo"];
export type Step = Routine["steps"][number];

/** Nothing tells the page of a run that begins or ends, so it asks: often while one is under way. */
const SELDOM_MS = 15_000;
const OFTEN_MS = 1_000;

export const routinesQuery = queryOptions({
  queryKey: ["routines"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/routines", { signal })).items,
  refetchInterval: ({ state }) =>
    state.data?.some(({ lastRun }) => lastRun && isOpen(lastRun)) ? OFTEN_MS : SELDOM_MS,
  meta: { quiet: true },
});

export const templatesQuery = queryOptions({
  queryKey: ["routine-templates"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/routines/templates", { signal })).items,
  staleTime: Infinity,
  meta: { quiet: true },
});

/** When a routine with this time would run. */
export const previewQuery = (cron: string) =>
  queryOptions({
    queryKey: ["routine-preview", cron],
    queryFn: async ({ signal }) =>
      bodyOf(await api.POST("/api/routines/preview", { body: { cron }, signal })),
    staleTime: 30_000,
    meta: { quiet: true },
  });

/** What became of a routine's moments, newest first. */
export const runsQuery = (routineId: string) =>
  infiniteQueryOptions({
    queryKey: ["routine-runs", routineId],
    initialPageParam: null as string | null,
    queryFn: async ({ signal, pageParam: cursor }) =>
      bodyOf(
        await api.GET("/api/routines/{routine_id}/runs", {
          params: { path: { routine_id: routineId }, query: { limit: 30, cursor } },
          signal,
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(isOpen) ? OFTEN_MS : SELDOM_MS),
    meta: { quiet: true },
  });
