// Generated from messages.schema.json by `npm run generate`. Do not edit.

export type Message =
  | Hello
  | FrameMessage
  | EventMessage
  | NotificationMessage
  | JobMessage
  | SoundMessage
  | TelemetryMessage
  | ModelMessage;

/**
 * The first message of a connection.
 */
export interface Hello {
  serverTime: string;
  type: "hello";
  userId: string;
  version: number;
}
/**
 * What was seen in one frame. `seq` grows with the camera's frames; a gap means skipped frames.
 */
export interface FrameMessage {
  actions: Action[];
  cameraId: string;
  captureTs: string;
  detections: Detected[];
  keypoints: Keypoint[];
  /**
   * from capture to this message
   */
  latencyMs: number;
  objects: Detected[];
  seq: number;
  type: "frame";
}
/**
 * What a dog does. source: whether a model was trained to say it, or a stated rule says so.
 */
export interface Action {
  label: string;
  probability: number;
  source: "trained" | "rule";
  trackId: number | null;
}
/**
 * One subject or thing in one frame, as the contract's `Detection`, with the extra `trackId`.
 */
export interface Detected {
  box: Box;
  class: string;
  confidence: number;
  trackId: number | null;
}
/**
 * A box by its top left corner; fractions of the frame.
 */
export interface Box {
  h: number;
  w: number;
  x: number;
  y: number;
}
/**
 * A point of a dog that is likely seen; fractions of the frame.
 */
export interface Keypoint {
  /**
   * that it is seen, and is here
   */
  confidence: number;
  name: string;
  trackId: number | null;
  x: number;
  y: number;
}
/**
 * An event that just happened; it is stored, or waits in the spool on disk.
 */
export interface EventMessage {
  event: Event;
  type: "event";
}
/**
 * Something that happened, as the `events` table keeps it.
 *
 * What lasts is told twice, with one `id` and `ts`: the second time `data` has `endTs` (RFC 3339) and `durationMs`.
 */
export interface Event {
  data: {
    [k: string]: unknown;
  };
  id: string;
  ts: string;
  type: string;
  videoTsMs: number | null;
}
/**
 * Something the owner should know; `code` is stable, `text` is for people.
 */
export interface NotificationMessage {
  cameraId: string | null;
  code: string;
  /**
   * of what is kept to be read; null: it is told this once
   */
  id: string | null;
  level: "info" | "warning" | "error";
  text: string;
  type: "notification";
}
/**
 * How far a job is, or what became of it. A clip has the id of its job.
 */
export interface JobMessage {
  clipId: string | null;
  error: string | null;
  errorCode: string | null;
  id: string;
  kind: string;
  progress: number;
  status: "queued" | "processing" | "complete" | "failed";
  type: "job";
}
/**
 * What about a second of a camera's sound is like. Windows overlap by half: one begins in the one before.
 */
export interface SoundMessage {
  /**
   * when it began
   */
  at: string;
  cameraId: string;
  durationMs: number;
  /**
   * the five likeliest, the likeliest first
   */
  top: SoundLabel[];
  type: "sound";
}
/**
 * What a window of sound may be, and how likely that is.
 */
export interface SoundLabel {
  label: string;
  probability: number;
}
/**
 * How a robot is now. joints: rad; temperatures: °C of its servos; battery: null when it has none.
 */
export interface TelemetryMessage {
  at: string;
  battery: number | null;
  deviceId: string;
  joints: {
    [k: string]: number;
  };
  temperatures: {
    [k: string]: number;
  };
  type: "telemetry";
}
/**
 * A step that was taken with a model, by somebody or by the system itself; `model` is NAME@VERSION.
 */
export interface ModelMessage {
  action:
    | "registered"
    | "deleted"
    | "switched"
    | "refused"
    | "rolled_back"
    | "failed"
    | "canary_started"
    | "canary_ended"
    | "shadow_started"
    | "shadow_ended";
  at: string;
  insteadOf: string | null;
  model: string;
  modelType: "detector" | "pose" | "sound";
  reason: string | null;
  type: "model";
}
