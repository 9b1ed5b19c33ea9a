import { describe, expect, it } from "vitest";
import { dayInWords, durationInWords, sinceInWords, timeInWords } from "./time";

const NOW = new Date(2025, 9, 24, 15, 0).getTime();
const clock = (...at: [number, number, number, number, number]) =>
  new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(new Date(...at));
const ago = (ms: number) => timeInWords(NOW - ms, NOW);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

describe("a time in words", () => {
  it.each([
    [0, "just now"],
    [59_999, "just now"],
    [MINUTE, "1 min ago"],
    [59 * MINUTE + 59_999, "59 min ago"],
    [-5_000, "just now"],
  ])("of %d ms ago is %s", (ms, words) => {
    expect(ago(ms)).toBe(words);
  });

  it("is the clock from an hour ago until midnight", () => {
    expect(ago(HOUR)).toBe(clock(2025, 9, 24, 14, 0));
    expect(ago(15 * HOUR)).toBe(clock(2025, 9, 24, 0, 0));
  });

  it("has the weekday this week, though it was less than a day ago", () => {
    expect(ago(16 * HOUR)).toBe(`Thu, ${clock(2025, 9, 23, 23, 0)}`);
    expect(ago(5 * DAY)).toBe(`Sun, ${clock(2025, 9, 19, 15, 0)}`);
  });

  it("has the date before that", () => {
    expect(ago(7 * DAY)).toMatch(/Oct|17/);
  });
});

describe("since", () => {
  it("names the clock even a minute ago", () => {
    expect(sinceInWords(NOW - MINUTE, NOW)).toBe(clock(2025, 9, 24, 14, 59));
  });
});

describe("a day", () => {
  it.each([
    [new Date(2025, 9, 24, 0, 1), "Today"],
    [new Date(2025, 9, 23, 0, 1), "Yesterday"],
    [new Date(2025, 9, 20, 12, 0), "Monday"],
  ])("%s is %s", (at, words) => {
    expect(dayInWords(at.getTime(), NOW)).toBe(words);
  });

  it("has the date a week ago", () => {
    expect(dayInWords(NOW - 7 * DAY, NOW)).toMatch(/17/);
  });
});

describe("how long it lasted", () => {
  it.each([
    [0, "1 s"],
    [12_400, "12 s"],
    [59_400, "59 s"],
    [59_600, "1 min"],
    [59.4 * MINUTE, "59 min"],
    [59.6 * MINUTE, "1 h"],
    [HOUR + 5 * MINUTE, "1 h 5 min"],
  ])("of %d ms is %s", (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });
});
