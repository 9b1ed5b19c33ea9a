import { describe, expect, it } from "vitest";
import { LONGEST_DELAY_MS, percentile, PresentationClock } from "./presentationClock";

/** The camera's clock is an hour ahead of the page's; pictures take 20 ms, answers `lagMs` more. */
function play(clock: PresentationClock, frames: number, lagMs: number | null, first = 0): number {
  const hour = 3_600_000;
  let captureMs = 0;
  for (let seq = first; seq < first + frames; seq++) {
    const at = seq * 66;
    captureMs = at + hour;
    clock.frameArrived(captureMs, at + 20);
    if (lagMs !== null) clock.answerArrived(captureMs, at + 20 + lagMs);
  }
  return captureMs;
}

describe("the moment to show a frame", () => {
  it("is at once when there are no answers to wait for", () => {
    const clock = new PresentationClock();
    const captureMs = play(clock, 30, null);
    expect(clock.dueAt(captureMs)).toBe(captureMs - 3_600_000 + 20);
  });

  it("is when its answer is there, whatever the camera's clock says", () => {
    const clock = new PresentationClock();
    const captureMs = play(clock, 100, 120);
    expect(clock.delayMs).toBeCloseTo(120);
    expect(clock.dueAt(captureMs)).toBeCloseTo(captureMs - 3_600_000 + 20 + 120);
  });

  it("is never put off for longer than 300 ms", () => {
    const clock = new PresentationClock();
    play(clock, 200, 900);
    expect(clock.delayMs).toBe(LONGEST_DELAY_MS);
  });

  it("moves too gently to be seen", () => {
    const clock = new PresentationClock();
    play(clock, 1, 200);
    const delays = Array.from({ length: 100 }, (_, seq) => {
      play(clock, 1, 200, seq + 1);
      return clock.delayMs;
    });
    const steps = delays.slice(1).map((delay, index) => Math.abs(delay - (delays[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThanOrEqual(8);
    expect(delays.at(-1)).toBeCloseTo(200);
  });

  it("comes back to at once when boxes are hidden", () => {
    const clock = new PresentationClock();
    play(clock, 100, 120);
    clock.forgetAnswers();
    play(clock, 100, null, 100);
    expect(clock.delayMs).toBe(0);
  });
});

describe("percentile", () => {
  it.each([
    [[], 0.9, 0],
    [[5], 0.9, 5],
    [[10, 1, 9, 2, 8, 3, 7, 4, 6, 5], 0.9, 9],
    [[1, 2, 3], 0.5, 2],
  ])("of %j at %d is %d", (values, rank, expected) => {
    expect(percentile(values, rank)).toBe(expected);
  });
});
