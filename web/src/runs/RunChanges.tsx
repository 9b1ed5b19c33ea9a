import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { eventInWords } from "../events/words";
import { fullTime, timeInWords } from "../events/time";
import { Button } from "../ui/Button";
import { useNow } from "../ui/useNow";
import type { BatchRun } from "./queries";
import { CHANGES, isSparser, liveRateInWords, sparserInWords } from "./words";

const AT_FIRST = 12;
/** What led to a moment is part of it. */
const BEFORE_MS = 5_000;

type Report = NonNullable<BatchRun["report"]>;
type Change = Report["changes"][number];
type Props = { readonly cameraId: string; readonly fps: number; readonly report: Report };

/**
 * What a run tells otherwise, with the picture of each moment, which leads to it, and whether live analysis looked as
 * often there. fps: pictures a second that the run looked at.
 */
export function RunChanges({ cameraId, fps, report: { changes, moreChanges } }: Props) {
  const [isLong, setLong] = useState(false);
  const now = useNow(60_000);
  const shown = isLong ? changes : changes.slice(0, AT_FIRST);
  const rest = changes.length - shown.length;
  const sparser = sparserInWords(changes, fps);
  return (
    <div className="flex w-full flex-col gap-3 pr-2 pb-2">
      {sparser !== undefined && <p className="text-sm text-muted">{sparser}</p>}
      <ul
        aria-label="What it tells otherwise"
        className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3"
      >
        {shown.map((change) => (
          <Moment key={change.pictureUrl} cameraId={cameraId} change={change} fps={fps} now={now} />
        ))}
      </ul>
      {rest > 0 && (
        <Button look="ghost" className="self-start" onClick={() => setLong(true)}>
          Show {rest} more
        </Button>
      )}
      {rest === 0 && moreChanges > 0 && (
        <p className="text-sm text-muted">
          And {moreChanges.toLocaleString()} more, which the report only counts.
        </p>
      )}
    </div>
  );
}

type MomentProps = {
  readonly cameraId: string;
  readonly change: Change;
  readonly fps: number;
  readonly now: number;
};

function Moment({ cameraId, change, fps, now }: MomentProps) {
  const [isGone, setGone] = useState(false);
  const at = Date.parse(change.ts);
  const words = eventInWords({
    id: change.pictureUrl,
    ts: change.ts,
    type: change.type,
    data: {},
    videoTsMs: null,
  });
  return (
    <li className="min-w-0">
      <Link
        to="/"
        search={{ camera: cameraId, at: new Date(at - BEFORE_MS).toISOString() }}
        className="flex flex-col gap-1 rounded-lg text-sm"
      >
        <span className="grid aspect-video place-items-center overflow-hidden rounded-lg bg-raised text-xs text-muted">
          {isGone ? (
            "Not recorded any more"
          ) : (
            <img
              src={change.pictureUrl}
              alt=""
              loading="lazy"
              className="size-full object-cover"
              onError={() => setGone(true)}
            />
          )}
        </span>
        <span className="min-w-0">
          <span className="font-medium">{CHANGES[change.change]}:</span> {words}
        </span>
        <time dateTime={change.ts} title={fullTime(at)} className="text-xs text-muted">
          {timeInWords(at, now)}
        </time>
        {isSparser(change, fps) && (
          <span className="text-xs text-muted">{liveRateInWords(change.liveFps ?? 0)}</span>
        )}
      </Link>
    </li>
  );
}
