import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useState, type PointerEvent } from "react";
import type { ClipJob } from "../api/client";
import { clockInWords, fullTime } from "../events/time";
import { durationInWords, notesOf, type Moment } from "./moments";
import { filterOf } from "./search";

type TileProps = {
  readonly moment: Moment;
  readonly cameraName: string | null;
  /** Whether it is chosen; undefined: nobody chooses, it opens. */
  readonly chosen: boolean | undefined;
  readonly onChoose: (moment: Moment, upTo: boolean) => void;
};

const TILE = "group relative block aspect-video w-full overflow-hidden rounded-lg bg-raised";

/** One moment in the grid; a clip moves while it is pointed at. With Shift it is chosen. */
export function MomentTile({ moment, cameraName, chosen, onChoose }: TileProps) {
  const [isLively, setLively] = useState(false);
  const { kind, id, at } = moment;
  const what = kind === "clip" ? `Clip of ${durationInWords(moment.clip.durationMs)}` : "Snapshot";
  const label = [what, fullTime(at), cameraName, ...notesOf(moment).labels]
    .filter((one) => one !== null)
    .join(", ");
  const face = <Face moment={moment} isLively={isLively} chosen={chosen} />;
  const pointing = {
    onPointerEnter: ({ pointerType }: PointerEvent) => setLively(pointerType === "mouse" && wantsMotion()),
    onPointerLeave: () => setLively(false),
  };
  return (
    <li>
      {chosen === undefined ? (
        <Link
          to="/gallery"
          search={(before) => ({ ...filterOf(before), [kind]: id })}
          aria-label={label}
          onClick={(event) => {
            if (!event.shiftKey) return;
            event.preventDefault();
            onChoose(moment, false);
          }}
          {...pointing}
          className={TILE}
        >
          {face}
        </Link>
      ) : (
        <button
          type="button"
          role="checkbox"
          aria-checked={chosen}
          aria-label={label}
          onClick={(event) => onChoose(moment, event.shiftKey)}
          {...pointing}
          className={`${TILE} aria-checked:outline-3 aria-checked:-outline-offset-3 aria-checked:outline-dog`}
        >
          {face}
        </button>
      )}
    </li>
  );
}

type FaceProps = Pick<TileProps, "moment" | "chosen"> & { readonly isLively: boolean };

function Face({ moment, isLively, chosen }: FaceProps) {
  const { kind, at } = moment;
  const still = kind === "clip" ? moment.clip.previewUrl : moment.snapshot.previewUrl;
  const moving = kind === "clip" ? moment.clip.animationUrl : null;
  const picture = (isLively ? moving : null) ?? still;
  return (
    <>
      {picture !== null && (
        <img
          src={picture}
          alt=""
          loading="lazy"
          className="size-full object-cover transition-transform duration-150 group-hover:scale-[1.02]"
        />
      )}
      {chosen !== undefined && (
        <span
          className={`absolute top-2 left-2 grid size-6 place-items-center rounded-full border-2 border-white ${chosen ? "bg-dog text-on-dog" : "bg-black/50"}`}
        >
          {chosen && <Check size={15} aria-hidden />}
        </span>
      )}
      <span className="absolute inset-x-0 bottom-0 flex items-center justify-between gap-2 bg-black/60 px-2 py-1 text-xs font-medium text-white tabular-nums">
        {clockInWords(at)}
        <span className="min-w-0 flex-1 truncate">{notesOf(moment).labels.join(", ")}</span>
        {kind === "clip" && <span>{durationInWords(moment.clip.durationMs)}</span>}
      </span>
    </>
  );
}

type JobTileProps = { readonly job: ClipJob; readonly cameraName: string | null };

/** A clip that is being made. */
export function JobTile({ job, cameraName }: JobTileProps) {
  const at = Date.parse(job.startTimestamp);
  const percent = Math.round(job.progress * 100);
  return (
    <li>
      <Link
        to="/gallery"
        search={{ clip: job.jobId }}
        className="flex aspect-video flex-col items-center justify-center gap-2 rounded-lg bg-raised p-3 text-center text-sm"
      >
        <span className="font-medium">{job.status === "queued" ? "Waiting for its turn" : "Being made"}</span>
        <span className="truncate text-xs text-muted">
          {clockInWords(at)}
          {cameraName !== null && ` · ${cameraName}`}
        </span>
        <progress
          value={job.progress}
          aria-label={`Clip of ${fullTime(at)}, ${percent} %`}
          className="h-1 w-3/4 accent-dog"
        />
      </Link>
    </li>
  );
}

const wantsMotion = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;
