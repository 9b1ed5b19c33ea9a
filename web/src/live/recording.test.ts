import { describe, expect, it } from "vitest";
import type { RecordingStatus } from "../api/client";
import { sinceInWords } from "../events/time";
import { recordingInWords } from "./recording";

const NOW = new Date(2025, 9, 24, 15, 0).getTime();
const SINCE = NOW - 58 * 60_000;
const say = (change: Partial<RecordingStatus>) =>
  recordingInWords(
    {
      state: "recording",
      reason: null,
      detail: null,
      since: new Date(SINCE).toISOString(),
      until: null,
      waiting: 0,
      dropped: 0,
      ...change,
    },
    NOW,
  );

describe("whether a camera is recorded", () => {
  it("is not told while nobody knows", () => {
    expect(recordingInWords(null, NOW)).toBeNull();
  });

  it("is one word when it is", () => {
    expect(say({})).toEqual({ text: "Recording", isTrouble: false });
  });

  it("says since when it is not, and why", () => {
    expect(say({ state: "missing", reason: "disk_full" })).toEqual({
      text: `Not recording since ${sinceInWords(SINCE, NOW)}: the disk is full`,
      isTrouble: true,
    });
  });

  it("is no trouble when the owner wanted it so", () => {
    expect(say({ state: "off", reason: "recording_off" })?.isTrouble).toBe(false);
    expect(say({ state: "missing", reason: "camera_off" })?.isTrouble).toBe(false);
  });

  it("says what it knows when the reason is not known", () => {
    expect(say({ state: "missing", since: null })).toEqual({ text: "Not recording", isTrouble: true });
  });
});
