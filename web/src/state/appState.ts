import type { Event } from "../api/messages";

export type VideoStream = {
  type: "webrtc" | "mjpeg";
  status: "connecting" | "connected" | "disconnected";
  /** From capture to the screen. */
  latencyMs: number;
  fps: number;
};

export type Overlays = {
  detection: boolean;
  pose: boolean;
  heatmap: boolean;
  zones: boolean;
  annotations: boolean;
};

export const VIEWS = ["live", "gallery", "analytics", "routines", "settings"] as const;
export type View = (typeof VIEWS)[number];

/** The contract's state, word for word; what else we keep is in `store.ts`. */
export type AppState = {
  videoStream: VideoStream;
  overlays: Overlays;
  device: {
    status: "connected" | "offline";
    capabilities: string[];
  };
  recentEvents: Event[];
  activeView: View;
  sidebarOpen: boolean;

  setVideoStream: (stream: Partial<VideoStream>) => void;
  toggleOverlay: (overlay: keyof Overlays) => void;
  addEvent: (event: Event) => void;
  setActiveView: (view: string) => void;
};
