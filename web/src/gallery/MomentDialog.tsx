import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Download, Link2, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { api, bodyOf, type Clip } from "../api/client";
import { ApiError, inWords } from "../api/errors";
import { fullTime } from "../events/time";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Problem } from "../ui/Problem";
import type { Draft } from "./draft";
import { MomentNotes } from "./MomentNotes";
import { durationInWords, isShared, momentOfClip, momentOfSnapshot, type Moment } from "./moments";
import { clipStatusQuery } from "./queries";
import { Share } from "./Share";

type Props = {
  readonly kind: Moment["kind"];
  readonly id: string;
  /** It is in the list; null: it has to be asked for. */
  readonly listed: Moment | null;
  readonly nameOf: (cameraId: string | null) => string | null;
  readonly newer: (() => void) | null;
  readonly older: (() => void) | null;
  /** Labels and a note that are being written; null: nobody writes. */
  readonly draft: Draft | null;
  readonly onDraft: (draft: Draft | null) => void;
  /** Labels that were given before. */
  readonly known: readonly string[];
  readonly onClose: () => void;
  readonly onRemove: (moment: Moment) => void;
};

/** One moment in full: it plays, and can be labelled, shared, downloaded and deleted. */
export function MomentDialog({
  kind,
  id,
  listed,
  nameOf,
  newer,
  older,
  onClose,
  onRemove,
  ...writing
}: Props) {
  const asked = useQuery({
    queryKey: ["moment", id],
    queryFn: ({ signal }) => getMoment(kind, id, signal),
    enabled: listed === null,
    meta: { quiet: true },
  });
  const moment = listed ?? asked.data ?? null;
  const [sharing, setSharing] = useState<string | null>(null);
  const isSharing = sharing === id;
  useArrowKeys(newer, older);
  const cameraId = moment && (moment.kind === "clip" ? moment.clip.cameraId : moment.snapshot.cameraId);
  return (
    <Dialog
      title={nameOf(cameraId) ?? (kind === "clip" ? "Clip" : "Snapshot")}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-[64rem]"
    >
      {moment ? (
        <div className="flex flex-col gap-3">
          <Picture moment={moment} isAside={writing.draft !== null} />
          <p className="text-sm text-muted">{aboutMoment(moment)}</p>
          <MomentNotes moment={moment} {...writing} />
          <div className="flex flex-wrap items-center gap-1">
            <Button look="ghost" aria-label="Newer" disabled={!newer} onClick={newer ?? undefined}>
              <ChevronLeft size={20} aria-hidden />
            </Button>
            <Button look="ghost" aria-label="Older" disabled={!older} onClick={older ?? undefined}>
              <ChevronRight size={20} aria-hidden />
            </Button>
            <div className="ml-auto flex flex-wrap gap-1">
              <Button
                look="ghost"
                aria-expanded={isSharing}
                onClick={() => setSharing(isSharing ? null : moment.id)}
              >
                <Link2 size={18} aria-hidden />
                <span className="phone:sr-only">{isShared(moment) ? "Shared" : "Share"}</span>
              </Button>
              <a
                href={moment.kind === "clip" ? moment.clip.downloadUrl : moment.snapshot.downloadUrl}
                download
                className="inline-flex min-h-11 items-center gap-2 rounded-lg px-3.5 text-sm font-medium text-muted hover:bg-raised hover:text-text"
              >
                <Download size={18} aria-hidden />
                <span className="phone:sr-only">Download</span>
              </a>
              <Button
                look="ghost"
                onClick={() => {
                  onRemove(moment);
                  onClose();
                }}
              >
                <Trash2 size={18} aria-hidden />
                <span className="phone:sr-only">Delete</span>
              </Button>
            </div>
          </div>
          {isSharing && <Share key={moment.id} moment={moment} />}
        </div>
      ) : kind === "clip" ? (
        <NotYet id={id} error={asked.error} onMade={asked.refetch} />
      ) : (
        <Problem title="It can't be shown">{asked.error ? inWords(asked.error) : "Loading…"}</Problem>
      )}
    </Dialog>
  );
}

type PictureProps = {
  readonly moment: Moment;
  /** Somebody writes below it, and wants to see that too. */
  readonly isAside: boolean;
};

function Picture({ moment, isAside }: PictureProps) {
  const look = `${isAside ? "max-h-[34dvh]" : "max-h-[70dvh]"} w-full rounded-lg bg-black object-contain`;
  if (moment.kind === "snapshot") {
    const { url, width, height } = moment.snapshot;
    return (
      <img
        src={url}
        width={width}
        height={height}
        alt={`Snapshot, ${fullTime(moment.at)}`}
        className={look}
      />
    );
  }
  const { url, posterUrl, width, height } = moment.clip;
  return (
    <video
      src={url}
      poster={posterUrl ?? undefined}
      width={width}
      height={height}
      controls
      autoPlay
      playsInline
      aria-label={`Clip, ${fullTime(moment.at)}`}
      className={look}
    />
  );
}

type NotYetProps = { readonly id: string; readonly error: Error | null; readonly onMade: () => unknown };

/** A clip that is not there: it is still being made, or it never will be. */
function NotYet({ id, error, onMade }: NotYetProps) {
  const isMissing = error instanceof ApiError && error.status === 404;
  const { data, isError } = useQuery({ ...clipStatusQuery(id), enabled: isMissing });
  const status = data?.status;
  useEffect(() => {
    if (status === "complete") onMade();
  }, [status, onMade]);
  if (status === "failed") {
    return <Problem title="This clip could not be made">{data?.error ?? "Something went wrong."}</Problem>;
  }
  if (error && (!isMissing || isError)) return <Problem title="It can't be shown">{inWords(error)}</Problem>;
  return (
    <div className="grid aspect-video place-content-center gap-3 rounded-lg bg-raised text-center text-sm">
      <p role="status">{isMissing ? "This clip is being made…" : "Loading…"}</p>
      {isMissing && <progress value={data?.progress ?? 0} aria-label="Progress" className="h-1 accent-dog" />}
    </div>
  );
}

async function getMoment(kind: Moment["kind"], id: string, signal: AbortSignal): Promise<Moment> {
  if (kind === "clip") {
    const answer = await api.GET("/api/clips/{clip_id}", { params: { path: { clip_id: id } }, signal });
    return momentOfClip(bodyOf(answer));
  }
  const path = { snapshot_id: id };
  return momentOfSnapshot(
    bodyOf(await api.GET("/api/snapshots/{snapshot_id}", { params: { path }, signal })),
  );
}

/** When, how long, and what is missing in it. */
function aboutMoment(moment: Moment): string {
  const when = fullTime(moment.at);
  if (moment.kind === "snapshot") return `${when} · ${moment.snapshot.width} × ${moment.snapshot.height}`;
  const missing = secondsLeftOut(moment.clip);
  const gap = missing > 0 ? ` · ${missing} s are left out: nothing was recorded then` : "";
  return `${when} · ${durationInWords(moment.clip.durationMs)}${gap}`;
}

const secondsLeftOut = ({ leftOut }: Clip): number =>
  Math.round(
    leftOut.reduce((sum, { startTs, endTs }) => sum + Date.parse(endTs) - Date.parse(startTs), 0) / 1000,
  );

function useArrowKeys(newer: (() => void) | null, older: (() => void) | null): void {
  useEffect(() => {
    const onKeyDown = ({ key, target }: KeyboardEvent) => {
      // A player that has the focus seeks with them, a field moves its caret.
      if (target instanceof Element && target.closest("video, input, select, textarea")) return;
      if (key === "ArrowLeft") newer?.();
      else if (key === "ArrowRight") older?.();
    };
    // Captured: the dialog keeps arrow keys to itself.
    addEventListener("keydown", onKeyDown, true);
    return () => removeEventListener("keydown", onKeyDown, true);
  }, [newer, older]);
}
