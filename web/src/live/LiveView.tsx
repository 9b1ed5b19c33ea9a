import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Aperture, Film, Maximize2, VectorSquare, Volume2, VolumeX } from "lucide-react";
import { useRef } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import { camerasQuery, readinessQuery } from "../api/queries";
import { useShortcut } from "../app/shortcuts";
import { useDarkView } from "../app/useTheme";
import { EventStream } from "../events/EventStream";
import { cameraOf } from "../events/words";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import type { LivePlayer } from "../video/livePlayer";
import { Connection } from "./Connection";
import { recordingInWords } from "./recording";
import { sentence } from "./sentence";
import { Stage } from "./Stage";
import { useKeepClip, useKeepPicture } from "./useKeep";

const route = getRouteApi("/signed-in/");

export function LiveView() {
  useDarkView();
  const cameras = useQuery(camerasQuery);
  const { camera: wanted } = route.useSearch();
  const camera = cameras.data?.find((one) => one.id === wanted) ?? cameras.data?.[0];
  return (
    <div className="flex flex-1 flex-col desk:min-h-0 desk:flex-row">
      <section aria-label="Live picture" className="flex min-w-0 flex-col desk:flex-1 desk:p-4 desk:pr-2">
        {camera && cameras.data ? (
          <LiveCamera camera={camera} cameras={cameras.data} />
        ) : cameras.isPending ? (
          <PictureSkeleton />
        ) : cameras.isError ? (
          <Problem
            title="Your cameras can't be shown"
            action={{ label: "Try again", run: () => void cameras.refetch() }}
          >
            {inWords(cameras.error)}
          </Problem>
        ) : (
          <FirstCamera />
        )}
      </section>
      <EventStream cameras={cameras.data ?? []} />
    </div>
  );
}

type LiveCameraProps = { readonly camera: Camera; readonly cameras: readonly Camera[] };

function LiveCamera({ camera, cameras }: LiveCameraProps) {
  const stage = useRef<HTMLElement>(null);
  const player = useRef<LivePlayer>(null);
  const keepClip = useKeepClip(camera.id);
  const keepPicture = useKeepPicture(camera.id, player);
  const words = useSentence(camera);
  const showsBoxes = useAppState((state) => state.overlays.detection);
  const toggleOverlay = useAppState((state) => state.toggleOverlay);
  const toggleBoxes = () => toggleOverlay("detection");
  const toggleFullscreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void stage.current?.requestFullscreen();
  };
  useShortcut("c", () => keepClip.mutate());
  useShortcut("s", () => keepPicture.mutate());
  useShortcut("d", toggleBoxes);
  useShortcut("p", () => toggleOverlay("pose"));
  useShortcut("f", toggleFullscreen);
  return (
    <>
      <header className="flex min-h-14 items-center justify-between gap-3 px-4 desk:px-0 desk:pb-2">
        <h1 aria-live="polite" className="text-lg font-semibold tracking-tight text-balance desk:text-xl">
          {words}
        </h1>
        <Connection camera={camera} />
      </header>
      <Stage key={camera.id} camera={camera} description={words} stage={stage} player={player} />
      <div className="flex items-center justify-between gap-3 px-4 pt-3 desk:px-0">
        <div className="min-w-0">
          <CameraPicker camera={camera} cameras={cameras} />
          <Recording camera={camera} />
        </div>
        <div className="flex shrink-0 gap-1">
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
          <SoundButton />
          <Button look="ghost" aria-pressed={showsBoxes} title="Boxes (d)" onClick={toggleBoxes}>
            <VectorSquare size={20} aria-hidden />
            <span className="phone:sr-only">Boxes</span>
          </Button>
          {document.fullscreenEnabled && (
            <Button look="ghost" aria-label="Full screen" title="Full screen (f)" onClick={toggleFullscreen}>
              <Maximize2 size={20} aria-hidden />
            </Button>
          )}
        </div>
      </div>
    </>
  );
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

function CameraPicker({ camera, cameras }: LiveCameraProps) {
  const navigate = useNavigate();
  if (cameras.length === 1) return <p className="truncate font-medium">{camera.name}</p>;
  return (
    <select
      aria-label="Camera"
      value={camera.id}
      onChange={({ target }) => void navigate({ to: "/", search: { camera: target.value } })}
      className="min-h-11 max-w-[50vw] truncate rounded-lg border border-line bg-panel px-3 font-medium"
    >
      {cameras.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function PictureSkeleton() {
  return (
    <div className="flex flex-1 flex-col" aria-busy aria-label="Loading your cameras">
      <div className="min-h-14 desk:pb-2" />
      <div className="aspect-video w-full animate-pulse bg-panel desk:aspect-auto desk:flex-1 desk:rounded-xl" />
      <div className="min-h-14" />
    </div>
  );
}

function FirstCamera() {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold tracking-tight">Add your first camera</h1>
      <p className="text-sm text-muted">
        A camera on your network by its address, or a video of your dog that plays as if it were live.
      </p>
      <Link
        to="/settings"
        className="mt-2 inline-flex min-h-11 items-center rounded-lg bg-dog px-4 text-sm font-medium text-on-dog"
      >
        Add a camera
      </Link>
    </div>
  );
}
