import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type RefObject } from "react";
import { checkSession } from "../api/queries";
import { px } from "../overlay/units";
import { onFrameMessage } from "../realtime/frameMessages";
import { realtime } from "../realtime/useRealtime";
import { useAppState } from "../state/store";
import { FramePlayer } from "../video/framePlayer";
import { MjpegFeed, type FeedState } from "../video/mjpegFeed";
import { PresenceWatch } from "./presence";

const FIGURES_EVERY_MS = 1000;
const PRESENCE_EVERY_MS = 250;

type Canvases = {
  readonly stage: RefObject<HTMLElement | null>;
  readonly picture: RefObject<HTMLCanvasElement | null>;
  readonly overlay: RefObject<HTMLCanvasElement | null>;
};

/** Plays a camera on the canvases while the component is there. */
export function useLivePlayer(cameraId: string, { stage, picture, overlay }: Canvases) {
  const queries = useQueryClient();
  const [state, setState] = useState<FeedState>({ status: "connecting" });
  const feed = useRef<MjpegFeed>(null);

  useEffect(() => {
    if (!stage.current || !picture.current || !overlay.current) return;
    const player = new FramePlayer(picture.current, overlay.current);
    const presence = new PresenceWatch();
    const store = useAppState.getState();

    feed.current = new MjpegFeed({
      url: `/api/cameras/${encodeURIComponent(cameraId)}/mjpeg`,
      onPart: (part) => player.picture(part),
      onState: (next) => {
        setState(next);
        store.setVideoStream({ type: "mjpeg", status: next.status });
        if (next.status !== "disconnected") return;
        realtime.suspect();
        if (next.failure === "signed-out") checkSession(queries);
      },
    });
    feed.current.start();

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
    player.showDetections(store.overlays.detection);
    const stopFollowing = useAppState.subscribe(({ overlays }, before) => {
      if (overlays.detection !== before.overlays.detection) player.showDetections(overlays.detection);
    });
    const figures = setInterval(() => {
      const { fps, latencyMs } = player.stats();
      const { clockSkewMs } = useAppState.getState();
      store.setVideoStream({
        fps,
        latencyMs: latencyMs === null ? 0 : Math.max(0, Math.round(latencyMs + clockSkewMs)),
      });
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
      feed.current?.stop();
      feed.current = null;
      player.stop();
    };
  }, [cameraId, stage, picture, overlay, queries]);

  return { state, retry: () => feed.current?.retry() };
}
