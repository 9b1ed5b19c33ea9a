import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "../api/client";
import { camerasQuery, meQuery } from "../api/queries";
import { Section } from "../settings/Section";
import { Button } from "../ui/Button";
import { LIST } from "../ui/field";
import { BeginRun } from "./BeginRun";
import { isOpen, RUNS, runsQuery, type BatchRun } from "./queries";
import { RunChanges } from "./RunChanges";
import { useShowRun } from "./useShowRun";
import { modelsInWords, runInWords, timesInWords } from "./words";

/** Archived video through other models: how far each run is, what came of it, and how one is begun. */
export function BatchRuns() {
  const { data: me } = useQuery(meQuery);
  const mayRun = me?.scopes.some((scope) => scope === "models" || scope === "admin") ?? false;
  const { data: runs } = useQuery({ ...runsQuery, enabled: mayRun });
  const [isBeginning, setBeginning] = useState(false);
  if (!mayRun || !runs) return null;
  return (
    <Section title="Batch runs" about="Archived video through other models: what they would have told.">
      <ul aria-label="Batch runs" className={LIST}>
        {runs.map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </ul>
      <Button className="self-start" onClick={() => setBeginning(true)}>
        <Plus size={18} aria-hidden />
        Begin a run
      </Button>
      {isBeginning && <BeginRun onClose={() => setBeginning(false)} />}
    </Section>
  );
}

function Row({ run }: { readonly run: BatchRun }) {
  const { data: cameras } = useQuery(camerasQuery);
  const camera = cameras?.find(({ id }) => id === run.cameraId)?.name ?? "A camera";
  const show = useShowRun();
  const { cancel, remove } = useEndRun(run.id);
  const [isOpened, setOpened] = useState(false);
  const name = `the run of ${camera}`;
  const { report } = run;
  return (
    <li className="flex flex-wrap items-center gap-2 py-3 pr-2 pl-4">
      <div className="min-w-60 flex-1">
        <p className="text-sm font-medium">
          {camera}
          {modelsInWords(run.models)}
        </p>
        <p className="text-sm text-muted">{timesInWords(run.from, run.to)}</p>
        <p className="text-sm text-muted">{runInWords(run)}</p>
        {run.status === "running" && (
          <progress aria-label={`How far ${name} is`} value={run.progress} className="mt-1 h-1.5 w-full" />
        )}
      </div>
      {isOpen(run) && (
        <Button aria-label={`Cancel ${name}`} disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      )}
      {report !== null && report.changes.length > 0 && (
        <Button
          aria-expanded={isOpened}
          aria-label={`Pictures of what ${name} tells otherwise`}
          onClick={() => setOpened(!isOpened)}
        >
          Pictures
        </Button>
      )}
      {run.status === "done" && !run.dryRun && (
        <Button
          aria-pressed={run.shown}
          disabled={show.isPending}
          onClick={() => show.mutate(run.shown ? null : run.id)}
        >
          {run.shown ? "Shown in Analytics" : "Show in Analytics"}
        </Button>
      )}
      {!isOpen(run) && !run.shown && (
        <Button
          look="ghost"
          aria-label={`Remove ${name}`}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Remove
        </Button>
      )}
      {isOpened && report !== null && <RunChanges cameraId={run.cameraId} fps={run.fps} report={report} />}
    </li>
  );
}

function useEndRun(id: string) {
  const client = useQueryClient();
  const path = { params: { path: { run_id: id } } };
  const onSettled = () => client.invalidateQueries({ queryKey: [RUNS] });
  return {
    cancel: useMutation({ mutationFn: () => api.POST("/api/runs/{run_id}/cancel", path), onSettled }),
    remove: useMutation({ mutationFn: () => api.DELETE("/api/runs/{run_id}", path), onSettled }),
  };
}
