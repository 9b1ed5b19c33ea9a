import { useEffect, useRef, useState, type RefObject } from "react";
import { px } from "../overlay/units";
import { useAppState } from "../state/store";
import { fetchLedger, fetchObserved } from "./queries";
import { RecordingPlayer, type PlaybackState } from "./recordingPlayer";

/** How often the moment is told: the clock beside the picture needs no more. */
const TELL_EVERY_MS = 200;

type Parts = {
  /** Whoever plays now, for the buttons beside it. */
  readonly player: RefObject<RecordingPlayer | null>;
  readonly stage: RefObject<HTMLElement | null>;
  readonly first: RefObject<HTMLVideoElement | null>;
  readonly second: RefObject<HTMLVideoElement | null>;
  readonly overlay: RefObject<HTMLCanvasElement | null>;
  readonly onMoment: (ms: number) => void;
};

/** Plays a camera's recording from a moment on (ms since the epoch), while the component is there. */
export function useRecordingPlayer(cameraId: string, at: number, parts: Parts): PlaybackState {
  const { player: playerRef, stage, first, second, overlay } = parts;
  const [state, setState] = useState<PlaybackState>({ status: "loading" });
  const onMoment = useRef(parts.onMoment);
  useEffect(() => {
    onMoment.current = parts.onMoment;
  });

  useEffect(() => {
    if (!stage.current || !first.current || !second.current || !overlay.current) return;
    const store = useAppState.getState();
    let toldAt = 0;
    const player = new RecordingPlayer({
      cameraId,
      videos: [first.current, second.current],
      overlay: overlay.current,
      fetchLedger: (from, to) => fetchLedger(cameraId, from, to),
      fetchObserved: (from, to) => fetchObserved(cameraId, from, to),
      onState: setState,
      onMoment: (ms) => {
        const now = performance.now();
        if (now - toldAt < TELL_EVERY_MS) return;
        toldAt = now;
        onMoment.current(ms);
      },
    });
    playerRef.current = player;
    player.showDetections(store.overlays.detection);
    player.showSkeletons(store.overlays.pose);
    player.setSound(store.soundOn);
    store.setHasSound(true);
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      player.resize({ width: px(width), height: px(height) }, devicePixelRatio);
    });
    observer.observe(stage.current);
    const stopFollowing = useAppState.subscribe(({ overlays, soundOn }, before) => {
      if (overlays.detection !== before.overlays.detection) player.showDetections(overlays.detection);
      if (overlays.pose !== before.overlays.pose) player.showSkeletons(overlays.pose);
      if (soundOn !== before.soundOn) player.setSound(soundOn);
    });
    return () => {
      stopFollowing();
      observer.disconnect();
      player.stop();
      playerRef.current = null;
    };
  }, [cameraId, playerRef, stage, first, second, overlay]);

  useEffect(() => {
    playerRef.current?.seek(at);
  }, [cameraId, at, playerRef]);

  return state;
}
