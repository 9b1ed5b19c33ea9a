import { PawPrint, ThumbsDown, ThumbsUp } from "lucide-react";
import { lazy, memo, Suspense, useState } from "react";
import type { Correction } from "../api/client";
import type { Event } from "../api/messages";
import { correctionInWords, isPending, useJudge, type Judgement } from "./corrections";
import { ICONS } from "./icons";
import { isJudged, NOTHING } from "./labels";
import { fullTime, timeInWords } from "./time";
import { eventInWords, sureness } from "./words";

const EventDialog = lazy(() => import("./EventDialog").then((part) => ({ default: part.EventDialog })));

type RowProps = {
  readonly event: Event;
  readonly camera: string | null;
  readonly correction: Correction | undefined;
  readonly now: number;
};

/**
 * One event in a list: opens its dialog, and can be judged by one touch. Of a hundred rows those alone are made anew of
 * which something is new: the list hears of every state of a camera.
 */
export const EventRow = memo(function EventRow({ event, camera, correction, now }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  const Icon = ICONS[event.type] ?? PawPrint;
  const at = Date.parse(event.ts);
  const { confidence } = event.data;
  const sure = sureness(confidence);
  return (
    <li className="flex min-h-14 items-center gap-1 rounded-lg pl-2">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-lg py-1.5 text-left"
      >
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-raised text-dog-text">
          <Icon size={17} aria-hidden />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{eventInWords(event)}</span>
          <span className="flex gap-1.5 text-xs text-muted">
            {correction ? (
              <span className="truncate">{correctionInWords(correction)}</span>
            ) : (
              <span className="truncate">
                {camera}
                {camera !== null && sure !== null && " · "}
                {sure !== null && typeof confidence === "number" && (
                  <span title={`${Math.round(confidence * 100)} %`}>{sure}</span>
                )}
              </span>
            )}
            <time dateTime={event.ts} title={fullTime(at)} className="ml-auto shrink-0 tabular-nums">
              {timeInWords(at, now)}
            </time>
          </span>
        </span>
      </button>
      {isJudged(event.type) ? (
        <Judge event={event} correction={correction} />
      ) : (
        // The times of all rows stay below each other.
        <span aria-hidden className="w-20 shrink-0" />
      )}
      <Suspense>
        {isOpen && (
          <EventDialog event={event} camera={camera} correction={correction} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </li>
  );
});

type JudgeProps = { readonly event: Event; readonly correction: Correction | undefined };

/** Right or wrong, by one touch; the same touch again takes it back. */
function Judge({ event, correction }: JudgeProps) {
  const { judge, remove } = useJudge();
  const what = eventInWords(event);
  const said = correction?.label;
  const say = (label: Judgement["label"]) => {
    if (correction && isPending(correction)) return;
    if (correction?.label === label) remove(correction);
    else judge({ event, label, before: correction });
  };
  const isWrong = said !== undefined && said !== event.type;
  return (
    <span className="flex shrink-0">
      <JudgeButton label={`Right: ${what}`} pressed={said === event.type} onClick={() => say(event.type)}>
        <ThumbsUp size={16} aria-hidden />
      </JudgeButton>
      <JudgeButton label={`Wrong: ${what}`} pressed={isWrong} onClick={() => say(isWrong ? said : NOTHING)}>
        <ThumbsDown size={16} aria-hidden />
      </JudgeButton>
    </span>
  );
}

type JudgeButtonProps = {
  readonly label: string;
  readonly pressed: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
};

function JudgeButton({ label, pressed, onClick, children }: JudgeButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
      className="grid h-11 w-10 place-items-center rounded-lg text-muted transition-colors duration-150 hover:bg-raised hover:text-text aria-pressed:text-dog-text"
    >
      {children}
    </button>
  );
}
