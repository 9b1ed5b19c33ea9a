import { beforeEach, describe, expect, it } from "vitest";
import { Heartbeat } from "./heartbeat";

let heart: Heartbeat;
beforeEach(() => {
  heart = new Heartbeat();
});

/** Pictures every `gap` ms; returns the time of the last. */
function play(pictures: number, gap: number, first = 0): number {
  for (let n = 0; n < pictures; n++) heart.beat(first + n * gap);
  return first + (pictures - 1) * gap;
}

describe("a stream's heartbeat", () => {
  it("has not begun before the first picture, and is not overdue then", () => {
    expect([heart.hasBegun, heart.overdueMs(10_000)]).toEqual([false, 0]);
  });

  it("has lasted from the first picture to the last", () => {
    play(11, 100, 5000);
    expect(heart.lastedMs).toBe(1000);
  });

  it("is overdue when half a second passed without a picture", () => {
    const last = play(30, 66);
    expect(heart.overdueMs(last + 500)).toBe(0);
    expect(heart.overdueMs(last + 700)).toBe(200);
  });

  it("is given four of its own pauses by a slow camera", () => {
    const last = play(10, 1000);
    expect(heart.overdueMs(last + 4000)).toBe(0);
    expect(heart.overdueMs(last + 4001)).toBe(1);
  });

  it("is not made slow by one long pause", () => {
    const last = play(5, 66, play(20, 66) + 3000);
    expect(heart.overdueMs(last + 501)).toBe(1);
  });

  it("is heard anew when nobody listened", () => {
    const last = play(30, 66);
    heart.forgive(last + 60_000);
    expect(heart.overdueMs(last + 60_400)).toBe(0);
    expect(heart.overdueMs(last + 60_600)).toBe(100);
  });
});
