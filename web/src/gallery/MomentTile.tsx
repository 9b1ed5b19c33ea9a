import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ClipJob } from "../api/client";
import { clockInWords, fullTime } from "../events/time";
import { durationInWords, type Moment } from "./moments";

type TileProps = { readonly moment: Moment; readonly cameraName: string | null };

/** One moment in the grid; a clip moves while it is pointed at. */
export function MomentTile({ moment, cameraName }: TileProps) {
  const [isLively, setLively] = useState(false);
  const { kind, id, at } = moment;
  const still = kind === "clip" ? moment.clip.previewUrl : moment.snapshot.previewUrl;
  const moving = kind === "clip" ? moment.clip.animationUrl : null;
  const what = kind === "clip" ? `Clip of ${durationInWords(moment.clip.durationMs)}` : "Snapshot";
  const picture = (isLively ? moving : null) ?? still;
  return (
    <li>
      <Link
        to="/gallery"
        search={{ [kind]: id }}
        aria-label={`${what}, ${fullTime(at)}${cameraName === null ? "" : `, ${cameraName}`}`}
        onPointerEnter={({ pointerType }) => setLively(pointerType === "mouse" && wantsMotion())}
        onPointerLeave={() => setLively(false)}
        className="group relative block aspect-video overflow-hidden rounded-lg bg-raised"
      >
        {picture !== null && (
          <img
            src={picture}
            alt=""
            loading="lazy"
            className="size-full object-cover transition-transform duration-150 group-hover:scale-[1.02]"
          />
        )}
        <span className="absolute inset-x-0 bottom-0 flex items-center justify-between gap-2 bg-black/60 px-2 py-1 text-xs font-medium text-white tabular-nums">
          {clockInWords(at)}
          {kind === "clip" && <span>{durationInWords(moment.clip.durationMs)}</span>}
        </span>
      </Link>
    </li>
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
