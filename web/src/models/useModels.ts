import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { tell } from "../api/errors";
import { retryingFetch } from "../api/retryingFetch";
import { upload } from "../api/upload";
import { useRemoval } from "../ui/useRemoval";
import { fullNameOf, type NamedModel } from "./names";
import {
  askForModels,
  evaluationsQuery,
  type Evaluation,
  type Model,
  type ModelType,
  type NewArchiveEvaluation,
} from "./queries";

/** How long the replicas may take to load a model; the page waits a little longer for the answer. */
const LOAD_WITHIN_S = 60;
const untilLoaded = (request: Request) => retryingFetch(request, { timeoutMs: (LOAD_WITHIN_S + 30) * 1000 });

/** What a model has to keep while it is watched, as the API has it by itself. */
const BOUNDS = { errorRate: 0.1, latencyMs: 1000, watchS: 300 };
const SHADOW_FPS = 1;

export type Step =
  | { readonly kind: "switch"; readonly model: NamedModel }
  | { readonly kind: "canary"; readonly model: NamedModel; readonly share: number }
  | { readonly kind: "shadow"; readonly model: NamedModel }
  | { readonly kind: "rollback" }
  | { readonly kind: "end" };

/** Takes a step with the models of a type. It answers when the replicas have followed. */
export function useModelStep(type: ModelType) {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: ["model-step", type],
    mutationFn: (step: Step) => take(type, step),
    onSuccess: (words) => toast.success(words),
    onSettled: () => askForModels(queries),
  });
}

async function take(type: ModelType, step: Step): Promise<string> {
  if (step.kind === "rollback") {
    const { live } = bodyOf(await api.POST("/api/models/rollback", { body: { type }, fetch: untilLoaded }));
    return `${live} answers again.`;
  }
  if (step.kind === "end") {
    await api.DELETE("/api/models/candidate", { params: { query: { type } } });
    return "It is ended.";
  }
  const { name, version } = step.model;
  const chosen = { type, name, version, timeoutS: LOAD_WITHIN_S };
  switch (step.kind) {
    case "switch": {
      const body = { ...chosen, bounds: BOUNDS };
      const { live } = bodyOf(await api.POST("/api/models/switch", { body, fetch: untilLoaded }));
      return `${live} answers now.`;
    }
    case "canary": {
      const body = { ...chosen, bounds: BOUNDS, share: step.share };
      await api.POST("/api/models/canary", { body, fetch: untilLoaded });
      return `${fullNameOf(step.model)} answers some cameras now.`;
    }
    case "shadow":
      await api.POST("/api/models/shadow", { body: { ...chosen, fps: SHADOW_FPS }, fetch: untilLoaded });
      return `${fullNameOf(step.model)} looks on now.`;
  }
}

export type NewModel = {
  readonly type: ModelType;
  readonly name: string;
  readonly version: string;
  readonly file: File;
  readonly description: string;
};

/** Sends something to be kept or looked at; `sent` tells how much of it is uploaded, 0..1. */
function useUpload<Order, Answer>(
  path: string,
  formOf: (order: Order) => FormData,
  onDone: (answer: Answer) => Promise<void>,
) {
  const [sent, setSent] = useState(0);
  const abort = useRef<AbortController>(null);
  const mutation = useMutation({
    mutationFn: (order: Order) => {
      setSent(0);
      abort.current = new AbortController();
      const { signal } = abort.current;
      return upload<Answer>(path, { form: formOf(order), onProgress: setSent, signal });
    },
    onSuccess: onDone,
    onError: (error) => {
      if (!(error instanceof DOMException)) tell(error);
    },
    meta: { quiet: true },
  });
  return { ...mutation, sent, cancel: () => abort.current?.abort() };
}

/** Registers a model: it is opened in a confined process, and kept if that works. */
export function useRegisterModel() {
  const queries = useQueryClient();
  return useUpload<NewModel, Model>(
    "/api/models/upload",
    ({ description, ...rest }) => formOf({ ...rest, card: JSON.stringify({ description }) }),
    async (model) => {
      toast.success(`${fullNameOf(model)} is registered. It answers nobody yet.`);
      await askForModels(queries);
    },
  );
}

export type NewEvaluation = {
  readonly type: ModelType;
  readonly name: string;
  readonly version: string;
  /** NAME@VERSION of the one beside it; null: the live one. */
  readonly baseline: string | null;
  readonly file: File;
};

/** Has a model looked at beside another one, on a labelled set. */
export function useEvaluateModel() {
  const queries = useQueryClient();
  return useUpload<NewEvaluation, Evaluation>("/api/models/evaluations", formOf, async () => {
    await queries.invalidateQueries({ queryKey: evaluationsQuery.queryKey });
  });
}

/** The same on what a camera recorded. */
export function useEvaluateOnArchive() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: NewArchiveEvaluation) =>
      bodyOf(await api.POST("/api/models/evaluations/archive", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: evaluationsQuery.queryKey }),
  });
}

function formOf(fields: Readonly<Record<string, string | File | null>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== null) form.set(name, value);
  return form;
}

/** Removes models with a way back. */
export function useModelRemoval() {
  const queries = useQueryClient();
  return useRemoval<Model>({
    nameOf: fullNameOf,
    remove: async ({ id }) => {
      const path = { model_id: id };
      await api.DELETE("/api/models/{model_id}", { params: { path }, keepalive: true });
      await askForModels(queries);
    },
  });
}

/** Cancels an evaluation that is not done, or deletes what came of one that is. */
export function useEndEvaluation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: Evaluation) => {
      await api.DELETE("/api/models/evaluations/{evaluation_id}", {
        params: { path: { evaluation_id: id } },
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: evaluationsQuery.queryKey }),
  });
}
