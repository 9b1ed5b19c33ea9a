import type { Camera, CameraStatus, Clip, ClipJob, Correction, Snapshot, StoredDay } from "../api/client";
import type { Action, Detected, Event, FrameMessage, Keypoint } from "../api/messages";

export const CAMERA_ID = "0199e1b2-0000-7000-8000-000000000001";

export const aStatus = (change: Partial<CameraStatus> = {}): CameraStatus => ({
  state: "live",
  reason: null,
  fps: 15,
  analysedFps: 15,
  skipped: 0,
  still: 0,
  analysis: null,
  width: 640,
  height: 360,
  viewers: 1,
  spooledEvents: 0,
  recording: null,
  hearing: null,
  since: "2025-10-24T10:00:00.000Z",
  ...change,
});

export const aCamera = (change: Partial<Camera> = {}): Camera => ({
  id: CAMERA_ID,
  name: "Kitchen",
  source: { kind: "file", fileName: "kitchen.mp4" },
  enabled: true,
  recording: true,
  status: aStatus(),
  createdAt: "2025-10-24T09:00:00.000Z",
  ...change,
});

export const anEvent = (change: Partial<Event> = {}): Event => ({
  id: "0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11",
  ts: "2025-10-24T10:30:00.000Z",
  type: "enter_frame",
  data: { cameraId: CAMERA_ID, trackId: 3, confidence: 0.91 },
  videoTsMs: null,
  ...change,
});

export const aDog = (x: number, change: Partial<Detected> = {}): Detected => ({
  class: "dog",
  confidence: 0.92,
  box: { x, y: 0.25, w: 0.25, h: 0.5 },
  trackId: 3,
  ...change,
});

/** A point of the dog above. */
export const aPoint = (name: string, x: number, y: number, change: Partial<Keypoint> = {}): Keypoint => ({
  name,
  x,
  y,
  confidence: 0.9,
  trackId: 3,
  ...change,
});

export const anAction = (label: string, probability: number, change: Partial<Action> = {}): Action => ({
  label,
  probability,
  trackId: 3,
  source: "trained",
  ...change,
});

/** An answer to frame `seq` of a camera at 10 frames a second that began at 0 ms. */
export const anAnswer = (
  seq: number,
  detections: Detected[],
  change: Partial<FrameMessage> = {},
): FrameMessage => ({
  type: "frame",
  cameraId: CAMERA_ID,
  seq,
  captureTs: new Date(seq * 100).toISOString(),
  detections,
  objects: [],
  keypoints: [],
  actions: [],
  latencyMs: 80,
  ...change,
});

export const aClip = (change: Partial<Clip> = {}): Clip => ({
  id: "0199e1b2-0000-7000-8000-0000000000c1",
  cameraId: CAMERA_ID,
  startTs: "2025-10-24T10:30:00.000Z",
  durationMs: 30_000,
  labels: [],
  note: null,
  url: "/media/clips/c1/clip.mp4?signature=x",
  downloadUrl: "/media/clips/c1/clip.mp4?signature=x&download=clip.mp4",
  previewUrl: "/media/clips/c1/preview.png?signature=x",
  posterUrl: "/media/clips/c1/poster.jpg?signature=x",
  animationUrl: "/media/clips/c1/animation.webp?signature=x",
  width: 640,
  height: 360,
  sizeBytes: 1_000_000,
  leftOut: [],
  reencoded: "nothing",
  shared: false,
  sharedUntil: null,
  createdAt: "2025-10-24T10:30:40.000Z",
  ...change,
});

export const aSnapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
  id: "0199e1b2-0000-7000-8000-0000000000a1",
  cameraId: CAMERA_ID,
  ts: "2025-10-24T10:40:00.000Z",
  labels: [],
  note: null,
  url: "/media/snapshots/s1/picture.jpg?signature=x",
  downloadUrl: "/media/snapshots/s1/picture.jpg?signature=x&download=picture.jpg",
  previewUrl: "/media/snapshots/s1/preview.jpg?signature=x",
  width: 640,
  height: 360,
  sizeBytes: 100_000,
  shared: false,
  sharedUntil: null,
  createdAt: "2025-10-24T10:40:01.000Z",
  ...change,
});

export const aClipJob = (change: Partial<ClipJob> = {}): ClipJob => ({
  jobId: "0199e1b2-0000-7000-8000-0000000000c1",
  cameraId: CAMERA_ID,
  clipId: null,
  status: "processing",
  progress: 0.4,
  error: null,
  errorCode: null,
  s3Uri: null,
  startTimestamp: "2025-10-24T10:30:00.000Z",
  endTimestamp: "2025-10-24T10:30:30.000Z",
  labels: [],
  automatic: false,
  createdAt: "2025-10-24T10:30:31.000Z",
  ...change,
});

export const aDay = (change: Partial<StoredDay> = {}): StoredDay => ({
  date: "2025-10-24",
  updatedAt: "2025-10-24T21:59:58.120Z",
  sitCount: 14,
  standCount: 31,
  lieCount: 9,
  fetchCount: 6,
  fetchSuccessCount: 4,
  treatsDispensed: 3,
  timeInFrameMin: 412,
  barks: 57,
  howls: 0,
  whines: 8,
  calmMinutes: 263,
  ...change,
});

export const aCorrection = (change: Partial<Correction> = {}): Correction => ({
  id: "0199e1b2-0000-7000-8000-0000000000b1",
  eventId: anEvent().id,
  cameraId: CAMERA_ID,
  ts: "2025-10-24T10:30:00.000Z",
  said: "enter_frame",
  label: "enter_frame",
  confirmed: true,
  box: null,
  pictureUrl: null,
  createdAt: "2025-10-24T10:31:00.000Z",
  ...change,
});
