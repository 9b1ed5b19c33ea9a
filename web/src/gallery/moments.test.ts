import { describe, expect, it } from "vitest";
import { aClip, aSnapshot } from "../test/samples";
import { byDay, durationInWords, merged, momentOfClip, momentOfSnapshot, shortest } from "./moments";

const at = (minute: number) => new Date(2025, 9, 24, 12, minute).toISOString();
const clips = (...minutes: number[]) =>
  minutes.map((minute) => momentOfClip(aClip({ id: `c${minute}`, startTs: at(minute) })));
const snapshots = (...minutes: number[]) =>
  minutes.map((minute) => momentOfSnapshot(aSnapshot({ id: `s${minute}`, ts: at(minute) })));
const ids = (lists: Parameters<typeof merged>[0]) => merged(lists).map(({ id }) => id);

describe("clips and snapshots as one list", () => {
  it("are newest first", () => {
    expect(
      ids([
        { moments: clips(50, 20), hasMore: false },
        { moments: snapshots(40, 30), hasMore: false },
      ]),
    ).toEqual(["c50", "s40", "s30", "c20"]);
  });

  it("end where one of them is not loaded further: something may come between", () => {
    const lists = [
      { moments: clips(50, 40), hasMore: true },
      { moments: snapshots(45, 10), hasMore: false },
    ];
    expect(ids(lists)).toEqual(["c50", "s45", "c40"]);
    expect(shortest(lists)).toBe(lists[0]);
  });

  it("are loaded further where the newer end is", () => {
    const lists = [
      { moments: clips(50, 20), hasMore: true },
      { moments: snapshots(45, 30), hasMore: true },
    ];
    expect(shortest(lists)).toBe(lists[1]);
  });

  it("are all there when neither has more, also when there are none", () => {
    const none = { moments: [], hasMore: false };
    expect([merged([none, none]), shortest([none, none])]).toEqual([[], null]);
  });
});

describe("days", () => {
  it("are those of the calendar here", () => {
    const [late, early] = [new Date(2025, 9, 24, 0, 5), new Date(2025, 9, 23, 23, 55)];
    const moments = [late, early].map((time) => momentOfClip(aClip({ startTs: time.toISOString() })));
    expect(byDay(moments).map((day) => day.moments.length)).toEqual([1, 1]);
  });
});

describe("a duration", () => {
  it.each([
    [400, "0:00"],
    [30_000, "0:30"],
    [725_000, "12:05"],
    [3_723_000, "1:02:03"],
  ])("of %d ms is %s", (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });
});
