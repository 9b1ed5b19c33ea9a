import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { useRemoval } from "../ui/useRemoval";
import { routinesQuery, runsQuery, type Routine, type Step } from "./queries";

export type RoutineDraft = {
  readonly name: string;
  readonly cron: string;
  readonly steps: readonly Step[];
  readonly missed: Routine["missed"];
};

/** Stores a routine: a new one, or the changes of one that is there. */
export function useSaveRoutine(routine: Routine | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ steps, ...draft }: RoutineDraft) => {
      const body = { ...draft, steps: [...steps] };
      return routine
        ? bodyOf(
            await api.PATCH("/api/routines/{routine_id}", {
              params: { path: { routine_id: routine.id } },
              body,
            }),
          )
        : bodyOf(await api.POST("/api/routines", { body: { ...body, enabled: true } }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: routinesQuery.queryKey }),
  });
}

/** Switches a routine off or on; the list shows it at once and takes it back when the server refuses. */
export function useSwitchRoutine({ id }: Routine) {
  const queries = useQueryClient();
  const { queryKey } = routinesQuery;
  return useMutation({
    mutationFn: async (enabled: boolean) =>
      bodyOf(
        await api.PATCH("/api/routines/{routine_id}", {
          params: { path: { routine_id: id } },
          body: { enabled },
        }),
      ),
    onMutate: async (enabled) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (all) => all?.map((one) => (one.id === id ? { ...one, enabled } : one)));
      return { before };
    },
    onError: (_error, _enabled, context) => queries.setQueryData(queryKey, context?.before),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

/** Runs a routine now. */
export function useRunRoutine({ id, name }: Routine) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () =>
      bodyOf(await api.POST("/api/routines/{routine_id}/run", { params: { path: { routine_id: id } } })),
    onSuccess: async () => {
      toast(`${name} begins.`);
      await Promise.all([
        queries.invalidateQueries({ queryKey: routinesQuery.queryKey }),
        queries.invalidateQueries({ queryKey: runsQuery(id).queryKey }),
      ]);
    },
  });
}

/** Removes routines with a way back. */
export function useRoutineRemoval() {
  const queries = useQueryClient();
  return useRemoval<Routine>({
    nameOf: ({ name }) => name,
    remove: async ({ id }) => {
      await api.DELETE("/api/routines/{routine_id}", {
        params: { path: { routine_id: id } },
        keepalive: true,
      });
      await queries.invalidateQueries({ queryKey: routinesQuery.queryKey });
    },
  });
}

/** Tells the server where the owner lives. */
export function useSetTimeZone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (timeZone: string) =>
      bodyOf(await api.PUT("/api/auth/time-zone", { body: { timeZone } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: routinesQuery.queryKey }),
  });
}
