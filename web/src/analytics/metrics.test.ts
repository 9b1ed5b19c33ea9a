import { describe, expect, it } from "vitest";
import { aDay } from "../test/samples";
import { BARKS, IN_VIEW, todayInWords, trendInWords, usualInWords, usualOf, valueInWords } from "./metrics";

const days = (...barks: number[]) => barks.map((count) => aDay({ barks: count }));

describe("what is usual", () => {
  it("is what the middle half of the days come to", () => {
    expect(usualOf(days(40, 0, 10, 30, 20), "barks")).toEqual({ low: 10, middle: 20, high: 30 });
    expect(usualOf(days(0, 1, 2, 3, 4, 5), "barks")).toEqual({ low: 1.25, middle: 2.5, high: 3.75 });
  });

  it("is nothing while there are too few days", () => {
    expect(usualOf(days(1, 2, 3, 4), "barks")).toBeNull();
    expect(usualInWords(null, BARKS)).toBe("too few days to say what is usual");
  });

  it.each([
    [{ low: 20, middle: 30, high: 60 }, BARKS, "usually 20 to 60"],
    [{ low: 3, middle: 3, high: 3.2 }, BARKS, "usually 3"],
    [{ low: 45, middle: 60, high: 192 }, IN_VIEW, "usually 45 min to 3 h 12 min"],
  ])("%j is %s", (usual, metric, words) => {
    expect(usualInWords(usual, metric)).toBe(words);
  });
});

describe("today in a sentence", () => {
  it.each([
    [undefined, "Nothing has happened today so far."],
    [
      aDay({ timeInFrameMin: 192, calmMinutes: 120, barks: 12 }),
      /^Today so far: in view for 3 h 12 min, calm for 2 h and 12 barks\.$/,
    ],
    [aDay({ timeInFrameMin: 1, calmMinutes: 0, barks: 1 }), /^Today so far: in view for 1 min and 1 bark\.$/],
    [aDay({ timeInFrameMin: 0, calmMinutes: 0, barks: 0 }), /^Today so far: no barks\.$/],
  ])("says what it came to", (today, words) => {
    expect(todayInWords(today, [])).toMatch(words);
  });

  it("says when there was more barking than on most days, and only then", () => {
    const before = days(10, 20, 30, 40, 50);
    expect(todayInWords(aDay({ barks: 41 }), before)).toMatch(/more barking than on most whole days\.$/);
    expect(todayInWords(aDay({ barks: 40 }), before)).not.toMatch(/more barking/);
  });
});

describe("a value", () => {
  it.each([
    [0, IN_VIEW, "0 min"],
    [61, IN_VIEW, "1 h 1 min"],
    [12, BARKS, "12"],
  ])("%d is %s", (value, metric, words) => {
    expect(valueInWords(value, metric)).toBe(words);
  });
});

describe("a trend", () => {
  it.each([
    [0.5, "50 % more than the week before"],
    [-0.25, "25 % less than the week before"],
    [0.04, "about as the week before"],
    [null, null],
    [undefined, null],
  ])("of %s is %s", (change, words) => {
    expect(trendInWords(change)).toBe(words);
  });
});
