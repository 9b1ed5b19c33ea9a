import { RotateCw } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, type RefObject } from "react";
import type { Camera } from "../api/client";
import { sinceInWords } from "../events/time";
import { realtime } from "../realtime/useRealtime";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";
import { useNow } from "../ui/useNow";
import type { LivePlayer, PlayerState } from "../video/livePlayer";
import { useLivePlayer } from "./useLivePlayer";

const PictureLayers = lazy(() => import("./PictureLayers").then((part) => ({ default: part.PictureLayers })));

type Props = {
  readonly camera: Camera;
  readonly description: string;
  readonly stage: RefObject<HTMLElement | null>;
  readonly player: RefObject<LivePlayer | null>;
  /** One of several beside each other, which is touched to see it alone. */
  readonly isTile?: boolean;
};

const ALONE =
  "relative max-h-[70dvh] w-full overflow-hidden bg-black desk:aspect-auto! desk:max-h-none desk:min-h-0 desk:flex-1 desk:rounded-xl";
const TILE = "relative w-full overflow-hidden bg-black desk:rounded-xl";

/** The live picture of one camera, its boxes above it, and what to say when it does not come. */
export function Stage({ camera, description, stage, player, isTile = false }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const { state, retry } = useLivePlayer(camera.id, { player, stage, video, canvas, overlay }, !isTile);
  const hasLayers = useAppState(({ overlays }) => overlays.zones || overlays.heatmap);
  const { state: cameraState, width, height } = camera.status;
  useEffect(() => {
    // It is back: nobody waits for the next attempt.
    if (cameraState === "live") player.current?.retry();
  }, [cameraState, player]);
  const notice = noticeFor(camera, state, useNow(1000));
  return (
    <figure
      ref={stage}
      style={{ aspectRatio: width > 0 && height > 0 ? `${width} / ${height}` : "16 / 9" }}
      className={isTile ? TILE : ALONE}
    >
      <div
        role="img"
        aria-label={`Live picture of ${camera.name}. ${description}`}
        data-stream={state.type}
        className={`absolute inset-0 transition-opacity duration-200 ${notice ? "opacity-40" : ""}`}
      >
        <video ref={video} muted playsInline className="absolute inset-0 size-full object-contain" />
        <canvas ref={canvas} className="absolute inset-0 size-full object-contain" />
      </div>
      {hasLayers && !notice && !isTile && (
        <Suspense>
          <PictureLayers camera={camera} at={null} />
        </Suspense>
      )}
      <canvas
        ref={overlay}
        aria-hidden
        className={`absolute inset-0 size-full ${notice ? "opacity-0" : ""}`}
      />
      {notice && (
        <div role="status" className="absolute inset-0 grid place-items-center p-6">
          <div className="flex max-w-md flex-col items-center gap-3 rounded-xl bg-panel/90 px-6 py-5 text-center shadow-xl">
            <p className="font-medium">{notice.title}</p>
            {notice.text && <p className="text-sm text-muted">{notice.text}</p>}
            {notice.canRetry && !isTile && (
              <Button
                onClick={() => {
                  retry();
                  realtime.retry();
                }}
              >
                <RotateCw size={16} aria-hidden />
                Try now
              </Button>
            )}
          </div>
        </div>
      )}
    </figure>
  );
}

type Notice = { readonly title: string; readonly text: string | null; readonly canRetry: boolean };

function noticeFor(camera: Camera, feed: PlayerState, now: number): Notice | null {
  const { state, reason, since } = camera.status;
  const { name } = camera;
  if (state === "off") {
    return { title: `${name} is switched off`, text: "Switch it on in the settings.", canRetry: false };
  }
  if (state === "away" || state === "error") {
    const at = since === null ? "" : ` at ${sinceInWords(Date.parse(since), now)}`;
    const why = reason === null ? "" : `${asSentence(reason)} `;
    return {
      title: `${name} stopped sending${at}`,
      text: `${why}Everything before is saved. Trying again every few seconds.`,
      canRetry: false,
    };
  }
  if (feed.status === "connected") return null;
  if (state === "starting") return { title: `${name} is starting…`, text: reason, canRetry: false };
  if (feed.status === "connecting") return { title: `Connecting to ${name}…`, text: null, canRetry: false };
  return {
    title: "Reconnecting…",
    text: "The picture broke off. Everything before is saved. Trying again every 3 s.",
    canRetry: true,
  };
}

/** "the camera does not answer" as a sentence of its own. */
const asSentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, "")}.`;
