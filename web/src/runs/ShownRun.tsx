import { useQuery } from "@tanstack/react-query";
import { Button } from "../ui/Button";
import { analyticsSourceQuery } from "./queries";
import { useShowRun } from "./useShowRun";
import { modelsInWords, timesInWords } from "./words";

/** Says that the figures below are those of a batch run, of which time, and leads back to what was told live. */
export function ShownRun({ zone }: { readonly zone: string }) {
  const { data } = useQuery(analyticsSourceQuery);
  const show = useShowRun();
  if (!data?.runId || !data.from || !data.to) return null;
  return (
    <section
      aria-label="Shown run"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-panel p-4 text-sm"
    >
      <p className="min-w-60 flex-1">
        {timesInWords(data.from, data.to, zone)}: one camera is counted by a batch run
        {modelsInWords(data.models ?? {})}, not by what was told live.
        {!data.counted && " Some of these days are still being counted."}
      </p>
      <Button disabled={show.isPending} onClick={() => show.mutate(null)}>
        Show what was told live
      </Button>
    </section>
  );
}
