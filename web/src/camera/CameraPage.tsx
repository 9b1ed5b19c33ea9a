import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Camera as CameraIcon, Mic, MicOff, Moon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { useDarkView } from "../app/useTheme";
import { Button } from "../ui/Button";
import { Mark } from "../ui/Mark";
import { Problem } from "../ui/Problem";
import type { Lens } from "./lens";
import { CLOSED, PushCamera } from "./pushCamera";
import { useWakeLock } from "./useWakeLock";
import { linkInWords, problemInWords } from "./words";

const route = getRouteApi("/camera");

/** This phone or laptop as a camera: look through its lens, and send what it sees. */
export function CameraPage() {
  useDarkView();
  const { id } = route.useSearch();
  const cameras = useQuery(camerasQuery);
  const pushed = cameras.data?.filter(({ source }) => source.kind === "push");
  const camera = pushed?.find((one) => one.id === id) ?? (id === undefined ? pushed?.[0] : undefined);
  return (
    <main className="flex h-dvh flex-col bg-black text-text">
      {camera ? (
        <Sender key={camera.id} camera={camera} />
      ) : cameras.isPending ? (
        <p role="status" className="m-auto text-sm text-muted">
          Loading…
        </p>
      ) : cameras.isError ? (
        <Problem
          title="Your cameras can't be shown"
          action={{ label: "Try again", run: () => void cameras.refetch() }}
        >
          {inWords(cameras.error)}
        </Problem>
      ) : (
        <NoSuchCamera />
      )}
    </main>
  );
}

function NoSuchCamera() {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <h1 className="text-base font-semibold">There is no such camera</h1>
      <p className="text-sm text-muted">
        In the settings, add “a phone or laptop” as a camera; then open its link on this device.
      </p>
      <Link
        to="/settings"
        className="inline-flex min-h-11 items-center text-sm font-medium text-dog-text underline underline-offset-4"
      >
        Go to the settings
      </Link>
    </div>
  );
}

function Sender({ camera }: { readonly camera: Camera }) {
  const { state, push } = usePushCamera(camera.id);
  const { media, problem, isOpening, link } = state;
  const isOn = link !== null && link.status !== "refused" && link.status !== "taken-over";
  const staysAwake = useWakeLock(isOn);
  const [isDim, setDim] = useState(false);
  const hint = isOn ? hintFor(staysAwake, state.wantsSound && media !== null && media.audio === null) : null;
  return (
    <>
      <header className="flex min-h-14 items-center gap-3 px-4 pt-[env(safe-area-inset-top)]">
        <Mark className="size-7" />
        <h1 className="min-w-0 flex-1 truncate text-lg font-semibold tracking-tight">{camera.name}</h1>
        {link?.status === "live" && (
          <span className="flex items-center gap-2 text-sm font-medium">
            <span aria-hidden className="size-2 rounded-full bg-alarm" />
            Live
          </span>
        )}
      </header>
      <div className="relative min-h-0 flex-1 bg-panel">
        {media ? (
          <Preview track={media.video} />
        ) : problem ? (
          <LensNotice problem={problem} retry={() => void push()?.open()} />
        ) : (
          <div className="grid size-full place-items-center p-6">
            <div className="flex max-w-sm flex-col items-center gap-4 text-center">
              <p className="text-sm text-muted">
                {isOpening
                  ? "Waiting for the camera. Your browser may ask you to allow it."
                  : "Look through this device's lens first; nothing is sent until you start."}
              </p>
              <Button look="primary" disabled={isOpening} onClick={() => void push()?.open()}>
                <CameraIcon size={18} aria-hidden />
                Turn the camera on
              </Button>
            </div>
          </div>
        )}
      </div>
      <footer className="flex flex-col gap-3 px-4 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <div>
          <p role="status" className="font-medium">
            {linkInWords(state, camera.name)}
          </p>
          {hint && <p className="mt-1 text-sm text-muted">{hint}</p>}
        </div>
        {media && (
          <div className="flex items-center gap-2">
            <LensPicker
              lenses={state.lenses}
              lensId={state.lensId}
              onChoose={(lensId) => void push()?.open(lensId)}
            />
            <Button
              look="ghost"
              aria-label="Microphone"
              aria-pressed={media.audio !== null}
              onClick={() => void push()?.setSound(media.audio === null)}
            >
              {media.audio ? <Mic size={20} aria-hidden /> : <MicOff size={20} aria-hidden />}
            </Button>
            {isOn && (
              <Button look="ghost" aria-label="Dim the screen" onClick={() => setDim(true)}>
                <Moon size={20} aria-hidden />
              </Button>
            )}
            {isOn ? (
              <Button look="plain" className="ml-auto" onClick={() => push()?.stop()}>
                Stop
              </Button>
            ) : (
              <Button look="primary" className="ml-auto" onClick={() => push()?.start()}>
                {link?.status === "taken-over" ? "Take it back" : "Start"}
              </Button>
            )}
          </div>
        )}
      </footer>
      {isDim && isOn && (
        <button
          type="button"
          autoFocus
          onClick={() => setDim(false)}
          className="fixed inset-0 z-20 grid place-items-end justify-center bg-black p-8 text-sm text-muted/60"
        >
          {linkInWords(state, camera.name)} Touch to light up.
        </button>
      )}
    </>
  );
}

function usePushCamera(cameraId: string) {
  const [state, setState] = useState(CLOSED);
  const current = useRef<PushCamera>(null);
  useEffect(() => {
    const push = new PushCamera(cameraId, setState);
    current.current = push;
    void push.openIfAllowed();
    return () => {
      current.current = null;
      push.close();
    };
  }, [cameraId]);
  return { state, push: () => current.current };
}

function Preview({ track }: { readonly track: MediaStreamTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  const isMirrored = track.getSettings().facingMode === "user";
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = new MediaStream([track]);
    video.current.play().catch(() => undefined);
  }, [track]);
  return (
    <video
      ref={video}
      muted
      playsInline
      aria-label="What this camera sees"
      className={`size-full object-contain ${isMirrored ? "-scale-x-100" : ""}`}
    />
  );
}

type LensPickerProps = {
  readonly lenses: readonly Lens[];
  readonly lensId: string | null;
  readonly onChoose: (lensId: string) => void;
};

function LensPicker({ lenses, lensId, onChoose }: LensPickerProps) {
  if (lenses.length < 2) return null;
  return (
    <select
      aria-label="Lens"
      value={lensId ?? ""}
      onChange={({ target }) => onChoose(target.value)}
      className="min-h-11 min-w-0 flex-1 truncate rounded-lg border border-line bg-panel px-3 text-sm font-medium"
    >
      {lenses.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

type LensNoticeProps = {
  readonly problem: Parameters<typeof problemInWords>[0];
  readonly retry: () => void;
};

function LensNotice({ problem, retry }: LensNoticeProps) {
  const { title, text } = problemInWords(problem);
  return (
    <div className="grid size-full place-items-center">
      {problem === "insecure" ? (
        <Problem title={title}>{text}</Problem>
      ) : (
        <Problem title={title} action={{ label: "Try again", run: retry }}>
          {text}
        </Problem>
      )}
    </div>
  );
}

/** What the person should know while it sends. */
function hintFor(staysAwake: boolean, isSoundMissing: boolean): string {
  const awake = staysAwake
    ? "Leave this page open; the screen stays awake."
    : "Leave this page open, and set this device to never lock its screen.";
  return isSoundMissing ? `${awake} There is no sound: the microphone is not allowed.` : awake;
}
