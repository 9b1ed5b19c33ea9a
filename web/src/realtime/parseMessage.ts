import type { Action, Detected, Event, Keypoint, Message } from "../api/messages";

/**
 * Reads one message of the WebSocket. What is not a message that we know is logged and skipped (null): one bad
 * message must not end the stream, and a newer server may say more than this page understands.
 */
export function parseMessage(text: unknown): Message | null {
  try {
    const message: unknown = JSON.parse(typeof text === "string" ? text : "");
    if (isMessage(message)) return message;
    console.warn("message skipped: it has not the shape that we know", message);
  } catch (error) {
    console.warn("message skipped: it is not JSON", error);
  }
  return null;
}

type Fields = Record<string, unknown>;

function isMessage(message: unknown): message is Message {
  if (!isObject(message)) return false;
  switch (message.type) {
    case "hello":
      return isTime(message.serverTime) && typeof message.userId === "string";
    case "frame":
      return (
        typeof message.cameraId === "string" &&
        Number.isInteger(message.seq) &&
        isTime(message.captureTs) &&
        typeof message.latencyMs === "number" &&
        isListOf(message.detections, isDetected) &&
        isListOf(message.objects, isDetected) &&
        isListOf(message.keypoints, isKeypoint) &&
        isListOf(message.actions, isAction)
      );
    case "event":
      return isEvent(message.event);
    case "notification":
      return (
        typeof message.code === "string" &&
        typeof message.text === "string" &&
        ["info", "warning", "error"].includes(String(message.level))
      );
    case "job":
      return (
        typeof message.id === "string" &&
        typeof message.kind === "string" &&
        ["queued", "processing", "complete", "failed"].includes(String(message.status)) &&
        typeof message.progress === "number"
      );
    case "sound":
      return (
        typeof message.cameraId === "string" &&
        isTime(message.at) &&
        typeof message.durationMs === "number" &&
        isListOf(message.top, isSoundLabel)
      );
    case "telemetry":
      return (
        typeof message.deviceId === "string" &&
        isTime(message.at) &&
        isReadings(message.joints) &&
        isReadings(message.temperatures) &&
        (message.battery === null || typeof message.battery === "number")
      );
    case "model":
      return (
        typeof message.modelType === "string" &&
        typeof message.action === "string" &&
        typeof message.model === "string" &&
        isTime(message.at)
      );
    default:
      return false;
  }
}

const isReadings = (readings: unknown): boolean =>
  isObject(readings) && Object.values(readings).every((one) => typeof one === "number");

function isSoundLabel(label: unknown): boolean {
  return isObject(label) && typeof label.label === "string" && typeof label.probability === "number";
}

export function isEvent(event: unknown): event is Event {
  return (
    isObject(event) &&
    typeof event.id === "string" &&
    typeof event.type === "string" &&
    isTime(event.ts) &&
    isObject(event.data)
  );
}

function isDetected(one: unknown): one is Detected {
  return (
    isObject(one) &&
    typeof one.class === "string" &&
    typeof one.confidence === "number" &&
    isObject(one.box) &&
    [one.box.x, one.box.y, one.box.w, one.box.h].every((side) => Number.isFinite(side)) &&
    isTrack(one.trackId)
  );
}

function isKeypoint(one: unknown): one is Keypoint {
  return (
    isObject(one) &&
    typeof one.name === "string" &&
    [one.x, one.y, one.confidence].every((value) => Number.isFinite(value)) &&
    isTrack(one.trackId)
  );
}

function isAction(one: unknown): one is Action {
  return (
    isObject(one) && typeof one.label === "string" && Number.isFinite(one.probability) && isTrack(one.trackId)
  );
}

const isTrack = (id: unknown): boolean => id === null || Number.isInteger(id);

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const isTime = (value: unknown): boolean => typeof value === "string" && !Number.isNaN(Date.parse(value));

const isListOf = (value: unknown, of: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(of);
