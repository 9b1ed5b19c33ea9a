import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import {
  Aperture,
  Film,
  Flag,
  Layers,
  LayoutGrid,
  Maximize2,
  Pause,
  Play,
  VectorSquare,
  Volume2,
  VolumeX,
} from "lucide-react";
import { lazy, Suspense, useCallback, useId, useRef, useState } from "react";
import type { Camera } from "../api/client";
import { readinessQuery } from "../api/queries";
import { useShortcut } from "../app/shortcuts";
import { fullTime, sinceInWords } from "../events/time";
import { cameraOf } from "../events/words";
import { useAppState } from "../state/store";
import { secondsInWords } from "../timeline/clock";
import type { PlaybackState, RecordingPlayer } from "../timeline/recordingPlayer";
import { Timeline } from "../timeline/Timeline";
import { Button } from "../ui/Button";
import { useNow } from "../ui/useNow";
import type { LivePlayer } from "../video/livePlayer";
import { Connection } from "./Connection";
import { OverlayToggles } from "./OverlayToggles";
import { recordingInWords } from "./recording";
import { sentence } from "./sentence";
import { Stage } from "./Stage";
import { useKeepClip, useKeepPicture, useMark } from "./useKeep";
import { useOverlayKeys } from "./useOverlayKeys";

const RobotStrip = lazy(() => import("../robot/RobotStrip").then((part) => ({ default: part.RobotStrip })));
const Playback = lazy(() => import("../timeline/Playback").then((part) => ({ default: part.Playback })));

/** The recording is a few seconds behind: what is being written can't be played yet. */
const BACK_MS = 10_000;

type Props = {
  readonly camera: Camera;
  readonly cameras: readonly Camera[];
  /** A moment of the recording, RFC 3339; undefined: now. */
  readonly at: string | undefined;
};

/** One camera: its picture now or at a moment of its recording, what can be done with it, and the timeline. */
export function LiveCamera({ camera, cameras, at }: Props) {
  const stage = useRef<HTMLElement>(null);
  const live = useRef<LivePlayer>(null);
  const recorded = useRef<RecordingPlayer>(null);
  const { moment, watch, goTo, goLive } = useMoment(camera.id, at);
  const [playback, setPlayback] = useState<PlaybackState["status"]>("loading");
  const isLive = moment === null;
  const keepClip = useKeepClip(camera.id, moment);
  const keepPicture = useKeepPicture(camera.id, isLive ? live : recorded);
  const mark = useMark(camera.id, moment);
  const clock = useNow(60_000);
  const now = useSentence(camera);
  const words = isLive ? now : `Recorded ${sinceInWords(moment, clock)}.`;
  const showsBoxes = useAppState((state) => state.overlays.detection);
  const toggleOverlay = useAppState((state) => state.toggleOverlay);
  const [offersOverlays, setOffersOverlays] = useState(false);
  const overlaysId = useId();
  const togglePause = () => recorded.current?.toggle();
  const toggleFullscreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void stage.current?.requestFullscreen();
  };
  useShortcut("c", () => keepClip.mutate());
  useShortcut("s", () => keepPicture.mutate());
  useShortcut("e", () => mark.mutate());
  useOverlayKeys();
  useShortcut("f", toggleFullscreen);
  useShortcut("j", () => goTo((moment ?? Date.now() + useAppState.getState().clockSkewMs) - BACK_MS));
  useShortcut("k", togglePause);
  useShortcut("l", goLive);
  return (
    <>
      <header className="flex min-h-14 items-center justify-between gap-3 px-4 desk:px-0 desk:pb-2">
        <h1 aria-live="polite" className="text-lg font-semibold tracking-tight text-balance desk:text-xl">
          {words}
        </h1>
        {isLive ? (
          <Connection camera={camera} />
        ) : (
          <time
            dateTime={new Date(moment).toISOString()}
            title={fullTime(moment)}
            className="shrink-0 text-sm font-medium tabular-nums"
          >
            {secondsInWords(moment)}
          </time>
        )}
      </header>
      {isLive ? (
        <Stage key={camera.id} camera={camera} description={words} stage={stage} player={live} />
      ) : (
        <Suspense fallback={<div className="aspect-video w-full bg-black desk:flex-1 desk:rounded-xl" />}>
          <Playback
            camera={camera}
            at={Date.parse(at ?? "")}
            moment={moment}
            description={words}
            stage={stage}
            player={recorded}
            onMoment={watch}
            onState={setPlayback}
            onSeek={goTo}
            onLive={goLive}
          />
        </Suspense>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-3 px-4 pt-3 desk:px-0">
        {/* Where there is no room for both, what can be done goes below which camera it is. */}
        <div className="min-w-32 flex-1">
          <CameraPicker camera={camera} cameras={cameras} />
          <Recording camera={camera} />
        </div>
        <div className="ml-auto flex shrink-0 gap-1 phone:gap-0">
          {!isLive && (
            <Button
              look="ghost"
              aria-label={playback === "paused" ? "Play" : "Pause"}
              title="Pause or go on (k)"
              onClick={togglePause}
            >
              {playback === "paused" ? <Play size={20} aria-hidden /> : <Pause size={20} aria-hidden />}
            </Button>
          )}
          <Button
            look="ghost"
            title="Keep the last 30 s (c)"
            disabled={keepClip.isPending}
            onClick={() => keepClip.mutate()}
          >
            <Film size={20} aria-hidden />
            <span className="phone:sr-only">Keep 30 s</span>
          </Button>
          <Button
            look="ghost"
            title="Keep this picture (s)"
            disabled={keepPicture.isPending}
            onClick={() => keepPicture.mutate()}
          >
            <Aperture size={20} aria-hidden />
            <span className="phone:sr-only">Snapshot</span>
          </Button>
          <Button
            look="ghost"
            className="phone:hidden"
            title="Mark this moment (e)"
            disabled={mark.isPending}
            onClick={() => mark.mutate()}
          >
            <Flag size={20} aria-hidden />
            Mark
          </Button>
          <SoundButton />
          <Button
            look="ghost"
            className="phone:hidden"
            aria-pressed={showsBoxes}
            title="Boxes (d)"
            onClick={() => toggleOverlay("detection")}
          >
            <VectorSquare size={20} aria-hidden />
            Boxes
          </Button>
          <Button
            look="ghost"
            aria-label="Overlays"
            title="What is drawn on the picture"
            aria-expanded={offersOverlays}
            aria-controls={overlaysId}
            onClick={() => setOffersOverlays(!offersOverlays)}
          >
            <Layers size={20} aria-hidden />
          </Button>
          {document.fullscreenEnabled && (
            <Button look="ghost" aria-label="Full screen" title="Full screen (f)" onClick={toggleFullscreen}>
              <Maximize2 size={20} aria-hidden />
            </Button>
          )}
        </div>
      </div>
      {offersOverlays && <OverlayToggles id={overlaysId} isLive={isLive} />}
      <Timeline camera={camera} moment={moment} onSeek={goTo} onLive={goLive} />
      {isLive && (
        <div className="min-h-9">
          <Suspense>
            <RobotStrip />
          </Suspense>
        </div>
      )}
    </>
  );
}

/** Which moment is on the screen, as the address says and the player goes on; null: it is live. */
function useMoment(cameraId: string, at: string | undefined) {
  const navigate = useNavigate();
  const [watched, setWatched] = useState<{ readonly since: string | undefined; readonly ms: number } | null>(
    null,
  );
  const watch = useCallback((ms: number) => setWatched({ since: at, ms }), [at]);
  const goTo = useCallback(
    (ms: number) => {
      const search = { camera: cameraId, at: new Date(ms).toISOString() };
      // A way back leads to where the recording was opened, not to each place that was looked at.
      void navigate({ to: "/", search, replace: at !== undefined });
    },
    [cameraId, at, navigate],
  );
  const goLive = useCallback(
    () => void navigate({ to: "/", search: { camera: cameraId }, replace: true }),
    [cameraId, navigate],
  );
  const moment = at === undefined ? null : watched?.since === at ? watched.ms : Date.parse(at);
  return { moment, watch, goTo, goLive };
}

/** Whether what is seen is kept. */
function Recording({ camera }: { readonly camera: Camera }) {
  const words = recordingInWords(camera.status.recording, useNow(30_000));
  return (
    <p role="status" className={`min-h-5 text-sm ${words?.isTrouble ? "text-alarm" : "text-muted"}`}>
      {words?.text}
    </p>
  );
}

/** Shown as long as what plays has sound. */
function SoundButton() {
  const hasSound = useAppState((state) => state.hasSound);
  const soundOn = useAppState((state) => state.soundOn);
  const setSoundOn = useAppState((state) => state.setSoundOn);
  const toggle = () => setSoundOn(!soundOn);
  useShortcut("m", () => {
    if (hasSound) toggle();
  });
  if (!hasSound) return null;
  const Icon = soundOn ? Volume2 : VolumeX;
  return (
    <Button look="ghost" aria-label="Sound" aria-pressed={soundOn} title="Sound (m)" onClick={toggle}>
      <Icon size={20} aria-hidden />
    </Button>
  );
}

function useSentence(camera: Camera): string {
  const readiness = useQuery(readinessQuery);
  const socket = useAppState((state) => state.socket);
  const presence = useAppState((state) => state.presence[camera.id]);
  const left = useAppState((state) =>
    state.recentEvents.find((event) => event.type === "leave_frame" && cameraOf(event) === camera.id),
  );
  return sentence({
    camera,
    socket,
    presence,
    leftAtMs: left ? Date.parse(left.ts) : null,
    detectorOk: readiness.data?.checks.detector.ok ?? null,
    now: useNow(30_000),
  });
}

function CameraPicker({ camera, cameras }: Pick<Props, "camera" | "cameras">) {
  const navigate = useNavigate();
  if (cameras.length === 1) return <p className="truncate font-medium">{camera.name}</p>;
  return (
    <div className="flex min-w-0 items-center gap-1 phone:gap-0">
      <select
        aria-label="Camera"
        value={camera.id}
        onChange={({ target }) =>
          // One clock for all cameras: another one is seen at the same moment.
          void navigate({ to: "/", search: (search) => ({ ...search, camera: target.value }) })
        }
        className="min-h-11 max-w-[50vw] min-w-0 truncate rounded-lg border border-line bg-panel px-3 font-medium phone:px-2"
      >
        {cameras.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <Link
        to="/"
        search={{ grid: true }}
        aria-label="All cameras"
        title="All cameras (g)"
        className="grid size-11 shrink-0 place-items-center rounded-lg text-muted transition-colors duration-150 hover:bg-raised hover:text-text"
      >
        <LayoutGrid size={18} aria-hidden />
      </Link>
    </div>
  );
}
