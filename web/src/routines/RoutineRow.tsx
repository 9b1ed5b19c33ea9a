import { History, Pencil, Play } from "lucide-react";
import type { Camera } from "../api/client";
import { timeInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Remove } from "../ui/Remove";
import { Toggle } from "../ui/Toggle";
import type { Routine } from "./queries";
import { useRunRoutine, useSwitchRoutine } from "./useRoutines";
import { comingInWords, isOpen, runInWords, stepsInWords } from "./words";
import { readCron, whenInWords } from "./when";

type Props = {
  readonly routine: Routine;
  readonly cameras: readonly Camera[];
  /** ms since the epoch. */
  readonly now: number;
  /** Show what became of it. */
  readonly onOpen: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
};

/** One routine: what it does and when, how it went last, on and off, run now, change, delete. */
export function RoutineRow({ routine, cameras, now, onOpen, onEdit, onRemove }: Props) {
  const change = useSwitchRoutine(routine);
  const run = useRunRoutine(routine);
  const { name, lastRun } = routine;
  const [next] = routine.nextRuns;
  return (
    <li className="flex flex-col gap-1 py-3 pr-2 pl-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1 py-2">
          <p className="truncate font-medium">{name}</p>
          <p className="text-sm text-muted">{stepsInWords(routine.steps, cameras)}</p>
        </div>
        <Toggle label={`${name} on`} isOn={routine.enabled} onChange={(enabled) => change.mutate(enabled)} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3">
        <p className="min-w-0 flex-1 text-sm text-muted">
          {whenInWords(readCron(routine.cron))}
          {routine.enabled && next !== undefined && <>. Next {comingInWords(Date.parse(next), now)}</>}
          {lastRun && (
            <span className="block">
              Last {timeInWords(Date.parse(lastRun.scheduledFor), now)}: {runInWords(lastRun)}
            </span>
          )}
        </p>
        <div className="flex">
          <Button
            look="ghost"
            aria-label={`Run ${name} now`}
            onClick={() => run.mutate()}
            disabled={run.isPending || (lastRun !== null && isOpen(lastRun))}
          >
            <Play size={17} aria-hidden />
          </Button>
          <Button look="ghost" aria-label={`History of ${name}`} onClick={onOpen}>
            <History size={17} aria-hidden />
          </Button>
          <Button look="ghost" aria-label={`Change ${name}`} onClick={onEdit}>
            <Pencil size={17} aria-hidden />
          </Button>
          <Remove
            name={name}
            consequence="It runs no more, and its history goes. Pictures and clips that it kept stay."
            onRemove={onRemove}
          />
        </div>
      </div>
    </li>
  );
}
