import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type RefObject } from "react";
import { checkSession } from "../api/queries";
import { px } from "../overlay/units";
import { onFrameMessage } from "../realtime/frameMessages";
import { realtime } from "../realtime/useRealtime";
import { useAppState } from "../state/store";
import { LivePlayer, type PlayerState } from "../video/livePlayer";
import { PresenceWatch } from "./presence";

const FIGURES_EVERY_MS = 1000;
const PRESENCE_EVERY_MS = 250;

type Parts = {
  /** Whoever plays now, for the buttons beside it. */
  readonly player: RefObject<LivePlayer | null>;
  readonly stage: RefObject<HTMLElement | null>;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly overlay: RefObject<HTMLCanvasElement | null>;
};

/** Plays a camera while the component is there. isAlone: its figures and its sound are those of the page. */
export function useLivePlayer(
  cameraId: string,
  { player: playerRef, stage, video, canvas, overlay }: Parts,
  isAlone: boolean,
) {
  const queries = useQueryClient();
  const [state, setState] = useState<PlayerState>({ type: "mjpeg", status: "connecting", hasSound: false });

  useEffect(() => {
    if (!stage.current || !video.current || !canvas.current || !overlay.current) return;
    const presence = new PresenceWatch();
    const store = useAppState.getState();
    const player = new LivePlayer({
      cameraUrl: `/api/cameras/${encodeURIComponent(cameraId)}`,
      video: video.current,
      canvas: canvas.current,
      overlay: overlay.current,
      serverAheadMs: () => useAppState.getState().clockSkewMs,
      onState: (next) => {
        setState(next);
        if (isAlone) {
          store.setVideoStream({ type: next.type, status: next.status });
          store.setHasSound(next.hasSound);
        }
        if (next.status !== "disconnected") return;
        realtime.suspect();
        if (next.failure === "signed-out") checkSession(queries);
      },
    });
    playerRef.current = player;
    player.showDetections(store.overlays.detection);
    player.showSkeletons(store.overlays.pose);
    player.setSound(isAlone && store.soundOn);
    player.start();

    const stopListening = onFrameMessage(cameraId, (message) => {
      player.answer(message);
      presence.saw(message, performance.now());
    });
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      player.resize({ width: px(width), height: px(height) }, devicePixelRatio);
    });
    observer.observe(stage.current);
    const stopFollowing = useAppState.subscribe(({ overlays, soundOn }, before) => {
      if (overlays.detection !== before.overlays.detection) player.showDetections(overlays.detection);
      if (overlays.pose !== before.overlays.pose) player.showSkeletons(overlays.pose);
      if (isAlone && soundOn !== before.soundOn) player.setSound(soundOn);
    });
    const figures = setInterval(() => {
      if (!isAlone) return;
      const { fps, latencyMs } = player.figures();
      store.setVideoStream({ fps, latencyMs: Math.max(0, Math.round(latencyMs ?? 0)) });
    }, FIGURES_EVERY_MS);
    const watching = setInterval(() => {
      const now = presence.at(performance.now());
      const told = useAppState.getState().presence[cameraId];
      if (told?.dogs !== now.dogs) store.setPresence(cameraId, now);
    }, PRESENCE_EVERY_MS);

    return () => {
      clearInterval(figures);
      clearInterval(watching);
      stopFollowing();
      observer.disconnect();
      stopListening();
      player.stop();
      playerRef.current = null;
    };
  }, [cameraId, playerRef, stage, video, canvas, overlay, queries, isAlone]);

  return { state, retry: () => playerRef.current?.retry() };
}
