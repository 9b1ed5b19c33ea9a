import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";
import { evaluationsKey, modelsKey } from "./news";

type Schemas = components["schemas"];
export type Model = Schemas["ModelInfo"];
export type ModelType = Model["type"];
export type Slot = Schemas["SlotInfo"];
export type ModelChange = Schemas["ChangeInfo"];
export type Evaluation = Schemas["EvaluationInfo"];
export type NewArchiveEvaluation = Schemas["NewArchiveEvaluation"];
export type Report = Schemas["Report"];
export type ModelReport = Schemas["ModelReport"];

/** Nothing tells how replicas do and how far a shadow agrees, so the page asks. */
const FIGURES_EVERY_MS = 5_000;
/** Registered models that the page shows; who has more looks by the API. */
const MOST_MODELS = 200;
const MOST_CHANGES = 20;
const MOST_EVALUATIONS = 20;

export const slotsQuery = queryOptions({
  queryKey: [...modelsKey, "slots"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/models/slots", { signal })).items,
  refetchInterval: FIGURES_EVERY_MS,
  meta: { quiet: true },
});

export const modelsQuery = queryOptions({
  queryKey: [...modelsKey, "registered"],
  queryFn: async ({ signal }) =>
    bodyOf(await api.GET("/api/models", { params: { query: { limit: MOST_MODELS } }, signal })).items,
  meta: { quiet: true },
});

export const changesQuery = queryOptions({
  queryKey: [...modelsKey, "changes"],
  queryFn: async ({ signal }) =>
    bodyOf(await api.GET("/api/models/changes", { params: { query: { limit: MOST_CHANGES } }, signal }))
      .items,
  meta: { quiet: true },
});

export const isOpen = ({ status }: Pick<Evaluation, "status">) =>
  status === "queued" || status === "processing";

export const evaluationsQuery = queryOptions({
  queryKey: evaluationsKey,
  queryFn: async ({ signal }) =>
    bodyOf(
      await api.GET("/api/models/evaluations", { params: { query: { limit: MOST_EVALUATIONS } }, signal }),
    ).items,
  // The WebSocket tells at once; this is for what was told while nobody listened.
  refetchInterval: ({ state }) => (state.data?.some(isOpen) ? FIGURES_EVERY_MS : false),
  meta: { quiet: true },
});

/** Whatever is known of models may be different now. */
export const askForModels = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: modelsKey });
