import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { camerasQuery } from "../api/queries";
import { BUILT_IN, fullNameOf } from "../models/names";
import { modelsQuery } from "../models/queries";
import { MODEL_TYPES, TYPES } from "../models/words";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FIELD, LABEL } from "../ui/field";
import { RUNS, type NewRun } from "./queries";
import { localTime } from "./words";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Begins a batch run: which camera, from when to when, with which models. */
export function BeginRun({ onClose }: { readonly onClose: () => void }) {
  const { data: cameras } = useQuery(camerasQuery);
  const { data: models } = useQuery(modelsQuery);
  const begin = useBeginRun();
  const [now] = useState(() => Date.now());
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const run = runOf(new FormData(event.currentTarget));
    if (Date.parse(run.to) <= Date.parse(run.from)) {
      setProblem("It has to end after it begins.");
      return;
    }
    setProblem(null);
    begin.mutate(run, { onSuccess: onClose });
  };
  return (
    <Dialog
      title="Begin a batch run"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-120"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <label className={LABEL}>
          Camera
          <select name="camera" required className={FIELD}>
            {cameras?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
          <Time name="from" label="From" at={now - DAY_MS} />
          <Time name="to" label="To" at={now} />
        </div>
        {MODEL_TYPES.map((type) => (
          <label key={type} className={LABEL}>
            {TYPES[type].label}
            <select name={type} className={FIELD}>
              <option value="">The one that answers now</option>
              {[BUILT_IN, ...(models ?? []).filter((one) => one.type === type)]
                .map(fullNameOf)
                .map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
        ))}
        <label className={LABEL}>
          Pictures a second
          <input
            name="fps"
            type="number"
            required
            min={0.1}
            max={60}
            step="any"
            defaultValue={5}
            className={FIELD}
          />
        </label>
        <label className="flex min-h-11 items-center gap-3 text-sm">
          <input name="dryRun" type="checkbox" className="size-5" />
          Report only, and keep no events
        </label>
        <p className="text-sm text-muted">
          Live cameras go first, so it may take a while; you can leave the page. What was told live stays as
          it is.
        </p>
        {problem !== null && (
          <p role="alert" className="text-sm text-alarm">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={begin.isPending}>
            Begin
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type TimeProps = { readonly name: string; readonly label: string; readonly at: number };

function Time({ name, label, at }: TimeProps) {
  return (
    <label className={LABEL}>
      {label}
      <input name={name} type="datetime-local" required defaultValue={localTime(at)} className={FIELD} />
    </label>
  );
}

function runOf(data: FormData): NewRun {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
  const moment = (name: string) => new Date(text(name)).toISOString();
  return {
    cameraId: text("camera"),
    from: moment("from"),
    to: moment("to"),
    models: Object.fromEntries(MODEL_TYPES.map((type) => [type, text(type) || null])),
    fps: Number(text("fps")),
    dryRun: data.has("dryRun"),
    workers: 1,
    share: 1,
  };
}

function useBeginRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: NewRun) => bodyOf(await api.POST("/api/runs", { body })),
    onSuccess: async () => {
      toast.success("It is begun as soon as it is its turn.");
      await client.invalidateQueries({ queryKey: [RUNS] });
    },
  });
}
