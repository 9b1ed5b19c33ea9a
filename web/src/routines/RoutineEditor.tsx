import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import { FIELD } from "../ui/field";
import { FormDialog } from "../ui/FormDialog";
import { useNow } from "../ui/useNow";
import { previewQuery, type Routine } from "./queries";
import { StepsField } from "./StepsField";
import { useSaveRoutine, type RoutineDraft } from "./useRoutines";
import { WhenField } from "./WhenField";
import { comingInWords } from "./words";
import { cronOf, readCron } from "./when";

/** What an editor opens with. */
export type Beginning = RoutineDraft;

type Props = {
  /** The routine that is changed; null makes a new one. */
  readonly routine: Routine | null;
  readonly beginning: Beginning;
  readonly cameras: readonly Camera[];
  readonly onClose: () => void;
};

/** Makes or changes a routine: its name, when, what, and what becomes of moments that it misses. */
export function RoutineEditor({ routine, beginning, cameras, onClose }: Props) {
  const [name, setName] = useState(beginning.name);
  const [when, setWhen] = useState(() => readCron(beginning.cron));
  const [steps, setSteps] = useState(beginning.steps);
  const [runOnce, setRunOnce] = useState(beginning.missed === "run_once");
  const save = useSaveRoutine(routine);
  const cron = cronOf(when);
  const submit = () => {
    const missed = runOnce ? "run_once" : "skip";
    save.mutate({ name: name.trim(), cron, steps, missed }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={routine ? `Change ${routine.name}` : "New routine"}
      submit={routine ? "Save" : "Make it"}
      isPending={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <label className="flex flex-col gap-1.5 text-sm font-medium">
        Name
        <input
          required
          maxLength={100}
          placeholder="Evening walk"
          value={name}
          onChange={({ target }) => setName(target.value)}
          className={FIELD}
        />
      </label>
      <WhenField when={when} onChange={setWhen} />
      <Preview cron={cron} />
      <StepsField steps={steps} onChange={setSteps} cameras={cameras} />
      <label className="flex min-h-11 items-center gap-3 text-sm">
        <input
          type="checkbox"
          checked={runOnce}
          onChange={({ target }) => setRunOnce(target.checked)}
          className="size-5 accent-dog"
        />
        If Pawsight was off at that time, do it once when it is back
      </label>
    </FormDialog>
  );
}

/** The next five runs, as the server works them out. */
function Preview({ cron }: { readonly cron: string }) {
  const { data, error } = useQuery(previewQuery(cron));
  const now = useNow(30_000);
  return (
    <div className="min-h-16 text-sm text-muted" aria-live="polite">
      {error ? (
        <p className="text-alarm">{inWords(error)}</p>
      ) : (
        data && (
          <>
            <p>Next, by the clock of {data.timeZone}:</p>
            <ol aria-label="The next five runs" className="flex flex-wrap gap-x-3">
              {data.nextRuns.map((at) => (
                <li key={at}>
                  <time dateTime={at}>{comingInWords(Date.parse(at), now)}</time>
                </li>
              ))}
            </ol>
          </>
        )
      )}
    </div>
  );
}
