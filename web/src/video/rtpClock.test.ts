import { describe, expect, it } from "vitest";
import { captureTime } from "./rtpClock";

const NOW = Date.UTC(2025, 9, 24, 10, 30, 0, 500);
const WRAP = 2 ** 32;

/** What a sender writes into a packet of the frame captured at `captureMs`. */
const stamp = (captureMs: number, origin: number) => (((captureMs * 90 + origin) % WRAP) + WRAP) % WRAP;

describe("the time of a frame's capture", () => {
  it.each([0, 1, 123_456_789, WRAP - 1])("is known whatever the origin (%d)", (origin) => {
    expect(captureTime(stamp(NOW - 40, origin), origin, NOW)).toBe(NOW - 40);
  });

  it("is known on both sides of a wrap of the time stamps", () => {
    const wrapsAt = Math.ceil((NOW * 90) / WRAP) * WRAP;
    const justBefore = Math.floor(wrapsAt / 90) - 3;
    for (const captureMs of [justBefore, justBefore + 10]) {
      for (const nowMs of [captureMs - 50, captureMs + 50]) {
        expect(captureTime(stamp(captureMs, 7), 7, nowMs)).toBe(captureMs);
      }
    }
  });

  it("is known though the page's clock is hours wrong, either way", () => {
    for (const hours of [-6, 6]) {
      expect(captureTime(stamp(NOW, 7), 7, NOW + hours * 3_600_000)).toBe(NOW);
    }
  });

  it("is cut off to the millisecond, as the frame's message writes it", () => {
    expect(captureTime(stamp(NOW, 0) + 89, 0, NOW)).toBe(NOW);
    expect(captureTime(stamp(NOW, 0) + 90, 0, NOW)).toBe(NOW + 1);
  });
});
