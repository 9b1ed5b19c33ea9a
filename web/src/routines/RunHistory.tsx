import { useInfiniteQuery } from "@tanstack/react-query";
import { inWords } from "../api/errors";
import { fullTime, timeInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { runsQuery, type Routine, type RoutineRun } from "./queries";
import { OUTCOMES, runInWords } from "./words";

type Props = { readonly routine: Routine; readonly onClose: () => void };

/** What became of a routine's moments, step by step. */
export function RunHistory({ routine, onClose }: Props) {
  const runs = useInfiniteQuery(runsQuery(routine.id));
  const all = runs.data?.pages.flatMap(({ items }) => items);
  const now = useNow(30_000);
  return (
    <Dialog
      title={`History of ${routine.name}`}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-120"
    >
      {all ? (
        all.length > 0 ? (
          <ol className="flex flex-col divide-y divide-line">
            {all.map((run) => (
              <OneRun key={run.id} run={run} now={now} />
            ))}
          </ol>
        ) : (
          <p className="py-4 text-sm text-muted">It has not run yet.</p>
        )
      ) : runs.isPending ? (
        <div aria-busy aria-label="Loading the history" className="h-24 animate-pulse rounded-lg bg-raised" />
      ) : (
        <Problem
          title="Its history can't be shown"
          action={{ label: "Try again", run: () => void runs.refetch() }}
        >
          {inWords(runs.error)}
        </Problem>
      )}
      {runs.hasNextPage && (
        <Button className="mt-3 w-full" onClick={() => void runs.fetchNextPage()}>
          Earlier
        </Button>
      )}
    </Dialog>
  );
}

function OneRun({ run, now }: { readonly run: RoutineRun; readonly now: number }) {
  const at = Date.parse(run.scheduledFor);
  return (
    <li className="flex flex-col gap-1 py-3 text-sm">
      <p className="font-medium">
        <time dateTime={run.scheduledFor} title={fullTime(at)}>
          {timeInWords(at, now)}
        </time>
        {run.manual && " (asked for)"}
      </p>
      {run.steps.length === 0 ? (
        <p className="text-muted">{runInWords(run)}</p>
      ) : (
        <ul className="flex flex-col gap-0.5 text-muted">
          {run.steps.map((step) => (
            <li key={step.index}>
              <span className={step.status === "done" ? "" : "font-medium text-text"}>
                {OUTCOMES[step.status]}
              </span>
              {step.detail !== null && `: ${step.detail}`}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
