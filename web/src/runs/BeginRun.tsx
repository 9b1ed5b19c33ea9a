import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { BUILT_IN, fullNameOf, titleOf } from "../models/names";
import { modelsQuery } from "../models/queries";
import { MODEL_TYPES, TYPES } from "../models/words";
import { FIELD, LABEL, textOf } from "../ui/field";
import { FormDialog } from "../ui/FormDialog";
import { RUNS, type NewRun } from "./queries";
import { RecordingFields } from "./RecordingFields";
import { ENDS_BEFORE, recordingOf } from "./recording";

/** Begins a batch run: which camera, from when to when, with which models. */
export function BeginRun({ onClose }: { readonly onClose: () => void }) {
  const { data: models } = useQuery(modelsQuery);
  const begin = useBeginRun();
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (data: FormData) => {
    const run = runOf(data);
    setProblem(run === null ? ENDS_BEFORE : null);
    if (run !== null) begin.mutate(run, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title="Begin a batch run"
      submit="Begin"
      isPending={begin.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <RecordingFields />
      {MODEL_TYPES.map((type) => (
        <label key={type} className={LABEL}>
          {TYPES[type].label}
          <select name={type} className={FIELD}>
            <option value="">The one that answers now</option>
            {[BUILT_IN, ...(models ?? []).filter((one) => one.type === type)].map(fullNameOf).map((name) => (
              <option key={name} value={name}>
                {titleOf(name)}
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
        Live cameras go first, so it may take a while; you can leave the page. What was told live stays as it
        is.
      </p>
      {problem !== null && (
        <p role="alert" className="text-sm text-alarm">
          {problem}
        </p>
      )}
    </FormDialog>
  );
}

function runOf(data: FormData): NewRun | null {
  const recording = recordingOf(data);
  if (recording === null) return null;
  return {
    ...recording,
    models: Object.fromEntries(MODEL_TYPES.map((type) => [type, textOf(data, type) || null])),
    fps: Number(textOf(data, "fps")),
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
