import { useShallow } from "zustand/react/shallow";
import type { Camera } from "../api/client";
import { useAppState } from "../state/store";

type Look = { readonly word: string; readonly dot: string };

/** Whether what is on the page is now: the picture and the messages both have to come. */
export function Connection({ camera }: { readonly camera: Camera }) {
  const { status, latencyMs, fps } = useAppState(useShallow((state) => state.videoStream));
  const socket = useAppState((state) => state.socket);
  const { word, dot } = lookOf(camera.status.state, status, socket);
  return (
    <p className="flex items-center gap-3 text-sm text-muted tabular-nums">
      <span role="status" className="flex items-center gap-2 font-medium text-text">
        <span aria-hidden className={`size-2 rounded-full ${dot}`} />
        {word}
      </span>
      {word === "Live" && (
        <>
          <span className="min-w-14 text-right" title="From the camera to this page">
            {latencyMs} ms
          </span>
          <span className="min-w-12 text-right phone:hidden" title="Pictures shown in a second">
            {fps} fps
          </span>
        </>
      )}
    </p>
  );
}

function lookOf(camera: string, video: string, socket: string): Look {
  if (camera === "off" || camera === "away" || camera === "error") {
    return { word: camera === "off" ? "Off" : "Camera away", dot: "bg-muted" };
  }
  if (socket === "offline") return { word: "Offline", dot: "bg-alarm" };
  if (video === "disconnected" || socket === "reconnecting") return { word: "Reconnecting", dot: "bg-dog" };
  if (video === "connecting" || socket === "connecting") return { word: "Connecting", dot: "bg-muted" };
  return { word: "Live", dot: "bg-alarm" };
}
