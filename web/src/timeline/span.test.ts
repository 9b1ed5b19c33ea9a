import { describe, expect, it } from "vitest";
import {
  fractionAt,
  hoursOf,
  inSteps,
  lengthOf,
  LONGEST_MS,
  momentAt,
  moved,
  SHORTEST_MS,
  showing,
  ticksOf,
  zoomed,
} from "./span";

const NOW = Date.UTC(2025, 9, 24, 12, 0);
const MINUTE = 60_000;
const HOUR = { from: NOW - 60 * MINUTE, to: NOW };

describe("a span of time", () => {
  it("has a moment for each place on it, and a place for each moment", () => {
    expect(momentAt(HOUR, 0.25)).toBe(NOW - 45 * MINUTE);
    expect(fractionAt(HOUR, NOW - 45 * MINUTE)).toBe(0.25);
  });

  it("keeps what is under the pointer where it is when it is zoomed", () => {
    const near = zoomed(HOUR, 0.1, 0.3, NOW);
    expect(lengthOf(near)).toBe(6 * MINUTE);
    expect(momentAt(near, 0.3)).toBeCloseTo(momentAt(HOUR, 0.3));
  });

  it("never shows what is to come", () => {
    expect(zoomed(HOUR, 2, 0.1, NOW).to).toBe(NOW);
    expect(moved(HOUR, 30 * MINUTE, NOW)).toEqual(HOUR);
    expect(moved(HOUR, -30 * MINUTE, NOW).to).toBe(NOW - 30 * MINUTE);
  });

  it("is neither too short nor too long", () => {
    expect(lengthOf(zoomed(HOUR, 0.0001, 0.5, NOW))).toBe(SHORTEST_MS);
    expect(lengthOf(zoomed(HOUR, 1000, 0.5, NOW))).toBe(LONGEST_MS);
  });

  it("follows a moment that leaves it, and stays where it is otherwise", () => {
    expect(showing(HOUR, NOW - 5 * MINUTE, NOW)).toBe(HOUR);
    const earlier = showing(HOUR, NOW - 300 * MINUTE, NOW);
    expect((earlier.from + earlier.to) / 2).toBe(NOW - 300 * MINUTE);
  });
});

describe("a span that is drawn", () => {
  it("stands still until it has gone on by a thousandth", () => {
    const at = (seconds: number) => inSteps({ from: seconds * 1000, to: (seconds + 3600) * 1000 });
    expect(at(36_000)).toEqual({ from: 36_000_000, to: 39_600_000 });
    expect(at(36_003)).toEqual(at(36_000));
    expect(at(36_004).to - at(36_003).to).toBe(3600);
  });
});

describe("the marks of the clock", () => {
  it.each([[10_000], [3 * MINUTE], [60 * MINUTE], [LONGEST_MS]])(
    "of %d ms are few, round and even",
    (length) => {
      const ticks = ticksOf({ from: NOW - length + 137, to: NOW });
      expect(ticks.length).toBeGreaterThan(2);
      expect(ticks.length).toBeLessThan(10);
      const steps = new Set(ticks.slice(1).map((tick, index) => tick - ticks[index]!));
      expect(steps.size).toBe(1);
      expect(ticks[0]! % 1000).toBe(0);
    },
  );
});

describe("the hours of a span", () => {
  it("are all that it touches", () => {
    const span = { from: NOW - 61 * MINUTE, to: NOW - MINUTE };
    expect(hoursOf(span)).toEqual([NOW - 120 * MINUTE, NOW - 60 * MINUTE]);
  });
});
