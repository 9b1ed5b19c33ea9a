import { RotateCw, SkipForward } from "lucide-react";
import { useEffect, useRef, type RefObject } from "react";
import type { Camera } from "../api/client";
import { sinceInWords } from "../events/time";
import { PictureLayers } from "../live/PictureLayers";
import { whyMissing } from "../live/recording";
import { Button } from "../ui/Button";
import { useNow } from "../ui/useNow";
import { Annotations } from "./Annotations";
import type { PlaybackState, RecordingPlayer } from "./recordingPlayer";
import { useRecordingPlayer } from "./useRecordingPlayer";

type Props = {
  readonly camera: Camera;
  /** Where to begin, ms since the epoch. */
  readonly at: number;
  /** What is on the screen now. */
  readonly moment: number;
  readonly description: string;
  readonly stage: RefObject<HTMLElement | null>;
  readonly player: RefObject<RecordingPlayer | null>;
  readonly onMoment: (ms: number) => void;
  readonly onState: (status: PlaybackState["status"]) => void;
  readonly onSeek: (ms: number) => void;
  readonly onLive: () => void;
};

const VIDEO = "absolute inset-0 size-full object-contain";

/** The recording of one camera, the boxes of then above it, and what to say where nothing was recorded. */
export function Playback({
  camera,
  at,
  moment,
  description,
  stage,
  player,
  onMoment,
  onState,
  onSeek,
  onLive,
}: Props) {
  const first = useRef<HTMLVideoElement>(null);
  const second = useRef<HTMLVideoElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const state = useRecordingPlayer(camera.id, at, { player, stage, first, second, overlay, onMoment });
  const { width, height } = camera.status;
  const { status } = state;
  const now = useNow(60_000);
  useEffect(() => {
    onState(status);
    if (status === "over") onLive();
  }, [status, onState, onLive]);
  const notice = noticeFor(state, at, now);
  return (
    <figure
      ref={stage}
      style={{ aspectRatio: width > 0 && height > 0 ? `${width} / ${height}` : "16 / 9" }}
      className="relative max-h-[70dvh] w-full overflow-hidden bg-black desk:aspect-auto! desk:max-h-none desk:min-h-0 desk:flex-1 desk:rounded-xl"
    >
      <div
        role="img"
        aria-label={`Recording of ${camera.name}. ${description}`}
        data-playback={state.status}
        className="absolute inset-0"
      >
        <video ref={first} muted playsInline preload="auto" className={VIDEO} />
        <video ref={second} muted playsInline preload="auto" className={`${VIDEO} opacity-0`} />
      </div>
      {notice === null && <PictureLayers camera={camera} at={at} />}
      <canvas ref={overlay} aria-hidden className="absolute inset-0 size-full" />
      {notice === null && <Annotations cameraId={camera.id} moment={moment} />}
      {notice !== null && (
        <div role="status" className="absolute inset-0 grid place-items-center p-6">
          <div className="flex max-w-md flex-col items-center gap-3 rounded-xl bg-panel/90 px-6 py-5 text-center shadow-xl">
            <p className="text-sm font-medium">{notice}</p>
            {state.status === "missing" && state.next !== null && (
              <Button onClick={() => onSeek(state.next ?? at)}>
                <SkipForward size={16} aria-hidden />
                Go on at {sinceInWords(state.next, now)}
              </Button>
            )}
            {state.status === "missing" && state.next === null && (
              <Button onClick={onLive}>Go to live</Button>
            )}
            {state.status === "failed" && (
              <Button onClick={() => player.current?.seek(at)}>
                <RotateCw size={16} aria-hidden />
                Try again
              </Button>
            )}
          </div>
        </div>
      )}
    </figure>
  );
}

function noticeFor(state: PlaybackState, at: number, now: number): string | null {
  switch (state.status) {
    case "loading":
      return "Loading the recording…";
    case "missing": {
      const when = sinceInWords(at, now);
      if (state.missing === null) return `Nothing is recorded at ${when}.`;
      return `Nothing was recorded at ${when}: ${whyMissing(state.missing.reason)}.`;
    }
    case "failed":
      return "The recording can't be played right now. What was recorded is safe.";
    case "playing":
    case "paused":
    case "over":
      return null;
  }
}
