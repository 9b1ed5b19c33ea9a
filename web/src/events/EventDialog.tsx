import { Link } from "@tanstack/react-router";
import { Play } from "lucide-react";
import type { Correction } from "../api/client";
import type { Event } from "../api/messages";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { correctionInWords, isPending, useJudge } from "./corrections";
import { isJudged, LABELS, NOTHING } from "./labels";
import { fullTime } from "./time";
import { cameraOf, eventInWords, sureness } from "./words";

/** What led to a moment is part of it. */
const BEFORE_MS = 5_000;

type Props = {
  readonly event: Event;
  readonly camera: string | null;
  readonly correction: Correction | undefined;
  readonly onClose: () => void;
};

/** One event in full: when, where, how sure; it can be watched, confirmed and corrected. */
export function EventDialog({ event, camera, correction, onClose }: Props) {
  const { confidence } = event.data;
  const sure = sureness(confidence);
  const at = Date.parse(event.ts);
  const cameraId = cameraOf(event);
  return (
    <Dialog
      title={eventInWords(event)}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-96"
    >
      <div className="flex flex-col gap-4 text-sm">
        <p className="text-muted">
          {camera !== null && `${camera} · `}
          <time dateTime={event.ts}>{fullTime(at)}</time>
        </p>
        {sure !== null && typeof confidence === "number" && (
          <p className="flex items-center gap-3">
            <span className="min-w-24 first-letter:uppercase">{sure}</span>
            <span aria-hidden className="h-1.5 flex-1 rounded-full bg-raised">
              <span
                className="block h-full rounded-full bg-dog-text"
                style={{ width: `${Math.round(confidence * 100)}%` }}
              />
            </span>
            <span className="w-11 text-right text-muted tabular-nums">{Math.round(confidence * 100)} %</span>
          </p>
        )}
        {cameraId !== null && camera !== null && (
          <Link
            to="/"
            search={{ camera: cameraId, at: new Date(at - BEFORE_MS).toISOString() }}
            onClick={onClose}
            className="inline-flex min-h-11 items-center justify-center gap-2 rounded-lg bg-dog px-3.5 font-medium text-on-dog hover:brightness-105"
          >
            <Play size={17} aria-hidden />
            Watch it
          </Link>
        )}
        {isJudged(event.type) && <Judge event={event} correction={correction} />}
      </div>
    </Dialog>
  );
}

type JudgeProps = Pick<Props, "event" | "correction">;

function Judge({ event, correction }: JudgeProps) {
  const { judge, remove } = useJudge();
  const busy = correction !== undefined && isPending(correction);
  const say = (label: string) => judge({ event, label, before: correction });
  const others = Object.entries(LABELS).filter(([label]) => label !== event.type && label !== NOTHING);
  return (
    <section aria-label="Were we right?" className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="font-semibold">Were we right?</h3>
      {correction ? (
        <p role="status" className="flex min-h-11 items-center justify-between gap-3">
          {correctionInWords(correction)}
          <Button look="ghost" aria-disabled={busy} onClick={() => busy || remove(correction)}>
            Take it back
          </Button>
        </p>
      ) : (
        <div className="flex gap-2">
          <Button className="flex-1" onClick={() => say(event.type)}>
            Right
          </Button>
          <Button className="flex-1" onClick={() => say(NOTHING)}>
            Wrong
          </Button>
        </div>
      )}
      <label className="flex flex-col gap-1 text-muted">
        It was
        <select
          value={correction && !correction.confirmed && correction.label !== NOTHING ? correction.label : ""}
          onChange={({ target }) => say(target.value)}
          disabled={busy}
          className="min-h-11 rounded-lg border border-line bg-page px-3 text-text"
        >
          <option value="" disabled>
            something else…
          </option>
          {others.map(([label, words]) => (
            <option key={label} value={label}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}
