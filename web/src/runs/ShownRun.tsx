import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ANALYTICS } from "../analytics/queries";
import { api, bodyOf } from "../api/client";
import { Button } from "../ui/Button";
import { analyticsSourceQuery } from "./queries";

/** Says that the figures below are those of a batch run, of which time, and leads back to what was told live. */
export function ShownRun({ zone }: { readonly zone: string }) {
  const { data } = useQuery(analyticsSourceQuery);
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: async () => bodyOf(await api.PUT("/api/analytics/source", { body: { runId: null } })),
    onSettled: () => client.invalidateQueries({ queryKey: [ANALYTICS] }),
  });
  if (data?.runId == null || data.from == null || data.to == null) return null;
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: zone });
  const models = Object.values(data.models ?? {}).filter((name) => name !== "built-in@built-in");
  return (
    <section
      aria-label="Shown run"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-panel p-4 text-sm"
    >
      <p className="min-w-60 flex-1">
        From {day.format(new Date(data.from))} to {day.format(new Date(data.to))} one camera is counted by a
        batch run{models.length > 0 && ` with ${models.join(", ")}`}, not by what was told live.
        {!data.counted && " Some of these days are still being counted."}
      </p>
      <Button disabled={back.isPending} onClick={() => back.mutate()}>
        Show what was told live
      </Button>
    </section>
  );
}
