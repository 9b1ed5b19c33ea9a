import { describe, expect, it, vi } from "vitest";
import type { Message } from "../api/messages";
import { aDog, anAction, anAnswer, anEvent, aPoint } from "../test/samples";
import { parseMessage } from "./parseMessage";

const GOOD: Message[] = [
  { type: "hello", version: 1, serverTime: "2025-10-24T10:30:00.000Z", userId: "u" },
  anAnswer(1, [aDog(0.1), aDog(0.2, { trackId: null })]),
  anAnswer(2, [aDog(0.1)], { keypoints: [aPoint("nose", 0.1, 0.2)], actions: [anAction("sit", 0.8)] }),
  { type: "event", event: anEvent() },
  {
    type: "notification",
    level: "warning",
    code: "CAMERA_AWAY",
    text: "Kitchen is away",
    cameraId: null,
    id: null,
  },
  {
    type: "telemetry",
    deviceId: "0199e1b2-0000-7000-8000-0000000000f1",
    at: "2025-10-24T10:30:00.000Z",
    joints: { pan: 0.5 },
    temperatures: { pan: 31.5 },
    battery: null,
  },
  {
    type: "job",
    id: "j",
    kind: "clip",
    status: "processing",
    progress: 0.4,
    error: null,
    errorCode: null,
    clipId: null,
  },
  {
    type: "sound",
    cameraId: "c",
    at: "2025-10-24T10:30:00.000Z",
    durationMs: 975,
    top: [{ label: "bark", probability: 0.94 }],
  },
  {
    type: "model",
    modelType: "detector",
    action: "switched",
    model: "garden@2",
    insteadOf: "built-in@built-in",
    reason: null,
    at: "2025-10-24T10:30:00.000Z",
  },
];

describe("parseMessage", () => {
  it.each(GOOD)("reads $type", (message) => {
    expect(parseMessage(JSON.stringify(message))).toEqual(message);
  });

  it("lets a newer server say more", () => {
    expect(parseMessage(JSON.stringify({ ...GOOD[0], mood: "sunny" }))).not.toBeNull();
  });

  it.each([
    ["no JSON", "{oops"],
    ["binary", new ArrayBuffer(3)],
    ["no object", "null"],
    ["a list", "[]"],
    ["a type that we do not know", JSON.stringify({ type: "telemetry" })],
    ["a frame without a number", JSON.stringify({ ...anAnswer(1, []), seq: "1" })],
    ["a frame of no time", JSON.stringify(anAnswer(1, [], { captureTs: "soon" }))],
    [
      "a box without a side",
      JSON.stringify({ ...anAnswer(1, []), detections: [{ ...aDog(0.1), box: { x: 0.1 } }] }),
    ],
    [
      "a point of no place",
      JSON.stringify({ ...anAnswer(1, []), keypoints: [{ name: "nose", trackId: 3 }] }),
    ],
    [
      "an action of no label",
      JSON.stringify({ ...anAnswer(1, []), actions: [{ probability: 1, trackId: 3 }] }),
    ],
    [
      "a sound without probabilities",
      JSON.stringify({
        ...{ type: "sound", cameraId: "c", at: "2025-10-24T10:30:00.000Z", durationMs: 975 },
        top: [{ label: "bark" }],
      }),
    ],
    ["an event without a time", JSON.stringify({ type: "event", event: { ...anEvent(), ts: null } })],
    [
      "a step with no model",
      JSON.stringify({
        ...{ type: "model", modelType: "pose", action: "failed", at: "2025-10-24T10:30:00.000Z" },
        model: null,
      }),
    ],
    ["a job of no state", JSON.stringify({ type: "job", id: "j", kind: "clip", status: "x", progress: 0 })],
    [
      "a notification of no level",
      JSON.stringify({ type: "notification", level: "x", code: "A", text: "b" }),
    ],
  ])("logs and skips %s", (_, text) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(parseMessage(text)).toBeNull();
    expect(warn).toHaveBeenCalledOnce();
  });
});
