import { create, type StateCreator } from "zustand";
import type { Event, TelemetryMessage } from "../api/messages";
import type { SocketState } from "../realtime/realtimeSocket";
import { VIEWS, type AppState } from "./appState";
import { keep, readKept } from "./kept";
import { mergeEvents } from "./recentEvents";

/** Dogs in a camera's view now; null when nobody can tell. */
export type Presence = { readonly dogs: number | null; readonly lastSeenMs: number | null };

/** A clip that is being made. */
export type FollowedClip = { readonly jobId: string; readonly cameraId: string };

/** What the contract's `AppState` does not name. */
type Additions = {
  socket: SocketState;
  /** The server's clock minus ours. */
  clockSkewMs: number;
  /** By camera. */
  presence: Readonly<Record<string, Presence>>;
  helpOpen: boolean;
  coachOpen: boolean;
  /** The list of all that can be done. */
  paletteOpen: boolean;
  /** Somebody wants to hear the camera; it begins silent. */
  soundOn: boolean;
  /** What plays has sound. */
  hasSound: boolean;
  /** What each robot said of itself last, by its id. */
  telemetry: Readonly<Record<string, TelemetryMessage>>;
  /** The tour was seen or declined; it is remembered by this browser. */
  tourDone: boolean;
  /** Jobs of the clips that were asked for here, to be told of. */
  clipJobs: readonly FollowedClip[];

  addEvents: (events: readonly Event[]) => void;
  setSocket: (socket: SocketState) => void;
  setClockSkew: (clockSkewMs: number) => void;
  setPresence: (cameraId: string, presence: Presence) => void;
  setHelpOpen: (open: boolean) => void;
  setCoachOpen: (open: boolean) => void;
  setPaletteOpen: (open: boolean) => void;
  setSoundOn: (on: boolean) => void;
  setHasSound: (hasSound: boolean) => void;
  setDevice: (device: AppState["device"]) => void;
  setTelemetry: (message: TelemetryMessage) => void;
  setTourDone: (done: boolean) => void;
  followClip: (clip: FollowedClip) => void;
  forgetClip: (jobId: string) => void;
  /** Back to the first state: nothing of one person is left for the next. */
  reset: () => void;
};

export type PawsightState = AppState & Additions;

type Slice<Part> = StateCreator<PawsightState, [], [], Part>;

type VideoSlice = Pick<
  PawsightState,
  "videoStream" | "soundOn" | "hasSound" | "setVideoStream" | "setSoundOn" | "setHasSound"
>;

const createVideoSlice: Slice<VideoSlice> = (set) => ({
  videoStream: { type: "mjpeg", status: "connecting", latencyMs: 0, fps: 0 },
  soundOn: false,
  hasSound: false,
  setVideoStream: (stream) => set(({ videoStream }) => ({ videoStream: { ...videoStream, ...stream } })),
  setSoundOn: (soundOn) => set({ soundOn }),
  setHasSound: (hasSound) => set({ hasSound }),
});

type RobotSlice = Pick<PawsightState, "device" | "telemetry" | "setDevice" | "setTelemetry">;

const createRobotSlice: Slice<RobotSlice> = (set) => ({
  device: { status: "offline", capabilities: [] },
  telemetry: {},
  setDevice: (device) => set({ device }),
  setTelemetry: (message) =>
    set(({ telemetry }) => ({ telemetry: { ...telemetry, [message.deviceId]: message } })),
});

const createOverlaySlice: Slice<Pick<AppState, "overlays" | "toggleOverlay">> = (set) => ({
  overlays: readKept().overlays,
  toggleOverlay: (overlay) =>
    set(({ overlays }) => ({ overlays: { ...overlays, [overlay]: !overlays[overlay] } })),
});

const createEventSlice: Slice<Pick<PawsightState, "recentEvents" | "addEvent" | "addEvents">> = (set) => ({
  recentEvents: [],
  addEvent: (event) => set(({ recentEvents }) => ({ recentEvents: mergeEvents(recentEvents, [event]) })),
  addEvents: (events) => set(({ recentEvents }) => ({ recentEvents: mergeEvents(recentEvents, events) })),
});

type PageSlice = Pick<
  PawsightState,
  | "activeView"
  | "sidebarOpen"
  | "helpOpen"
  | "coachOpen"
  | "paletteOpen"
  | "tourDone"
  | "setActiveView"
  | "setHelpOpen"
  | "setCoachOpen"
  | "setPaletteOpen"
  | "setTourDone"
>;

const createPageSlice: Slice<PageSlice> = (set) => ({
  activeView: "live",
  sidebarOpen: true,
  helpOpen: false,
  coachOpen: false,
  paletteOpen: false,
  tourDone: readKept().tourDone,
  setActiveView: (view) => {
    const known = VIEWS.find((one) => one === view);
    if (known) set({ activeView: known });
    else console.warn(`there is no view "${view}"`);
  },
  setHelpOpen: (helpOpen) => set({ helpOpen }),
  setCoachOpen: (coachOpen) => set({ coachOpen }),
  setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
  setTourDone: (tourDone) => set({ tourDone }),
});

const createClipSlice: Slice<Pick<PawsightState, "clipJobs" | "followClip" | "forgetClip">> = (set) => ({
  clipJobs: [],
  followClip: (clip) => set(({ clipJobs }) => ({ clipJobs: [...clipJobs, clip] })),
  forgetClip: (jobId) => set(({ clipJobs }) => ({ clipJobs: clipJobs.filter((one) => one.jobId !== jobId) })),
});

type RealtimeSlice = Pick<
  PawsightState,
  "socket" | "clockSkewMs" | "presence" | "setSocket" | "setClockSkew" | "setPresence"
>;

const createRealtimeSlice: Slice<RealtimeSlice> = (set) => ({
  socket: "connecting",
  clockSkewMs: 0,
  presence: {},
  setSocket: (socket) => set({ socket }),
  setClockSkew: (clockSkewMs) => set({ clockSkewMs }),
  setPresence: (cameraId, presence) =>
    set((state) => ({ presence: { ...state.presence, [cameraId]: presence } })),
});

export const useAppState = create<PawsightState>()((...api) => ({
  ...createVideoSlice(...api),
  ...createRobotSlice(...api),
  ...createOverlaySlice(...api),
  ...createEventSlice(...api),
  ...createClipSlice(...api),
  ...createPageSlice(...api),
  ...createRealtimeSlice(...api),
  // What the browser keeps is of the browser, not of the person.
  reset: () => api[0]({ ...useAppState.getInitialState(), ...readKept() }, true),
}));

useAppState.subscribe(({ tourDone, overlays }, before) => {
  if (tourDone !== before.tourDone || overlays !== before.overlays) keep({ tourDone, overlays });
});
