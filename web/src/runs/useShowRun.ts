import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ANALYTICS } from "../analytics/queries";
import { api, bodyOf } from "../api/client";
import { RUNS } from "./queries";

/** Lets the analytics show a run, or with null what was told live. */
export function useShowRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (runId: string | null) =>
      bodyOf(await api.PUT("/api/analytics/source", { body: { runId } })),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: [ANALYTICS] });
      await client.invalidateQueries({ queryKey: [RUNS] });
    },
  });
}
