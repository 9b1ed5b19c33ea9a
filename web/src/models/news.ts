import type { QueryClient } from "@tanstack/react-query";
import type { JobMessage } from "../api/messages";
import type { components } from "../api/schema";

type Evaluation = components["schemas"]["EvaluationInfo"];

/** Of all that is asked of models; in a file of its own, as the socket hears news of them in every view. */
export const modelsKey = ["models"] as const;
export const evaluationsKey = ["evaluations"] as const;

/** A step was taken with a model. */
export const hearOfModel = (queries: QueryClient): void =>
  void queries.invalidateQueries({ queryKey: modelsKey });

/** How far an evaluation is, as the WebSocket brings it. What came of it is asked for. */
export function hearOfEvaluation(queries: QueryClient, message: JobMessage): void {
  const { kind, id, status, progress } = message;
  if (kind !== "evaluation") return;
  queries.setQueryData<Evaluation[]>(evaluationsKey, (all) =>
    all?.map((one) => (one.id === id ? { ...one, status, progress } : one)),
  );
  if (status !== "processing") void queries.invalidateQueries({ queryKey: evaluationsKey });
}
