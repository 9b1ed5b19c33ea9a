import { describe, expect, it } from "vitest";
import { addDays, dateAt, datesBetween, instantsOf, momentOf, startOf, weekdayOf } from "./calendar";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/Santiago",
  "Asia/Kathmandu",
  "Pacific/Auckland",
  "Asia/Beirut",
];

describe("a day of a time zone", () => {
  it.each(ZONES)("begins in %s at the first moment with its date, all through a year", (zone) => {
    for (const date of datesBetween("2025-01-01", "2025-12-31")) {
      const start = startOf(date, zone);
      expect([date, dateAt(start, zone), dateAt(start - 1000, zone)]).toEqual([
        date,
        date,
        addDays(date, -1),
      ]);
    }
  });

  it("has 23 hours when the clock is put forward and 25 when it is put back", () => {
    const hours = (date: string) => {
      const { from, to } = instantsOf(date, "Europe/Berlin");
      return (Date.parse(to) - Date.parse(from)) / 3_600_000;
    };
    expect(["2025-03-30", "2025-06-01", "2025-10-26"].map(hours)).toEqual([23, 24, 25]);
  });

  it("begins when midnight is skipped, where it is", () => {
    expect(new Date(startOf("2025-09-07", "America/Santiago")).toISOString()).toBe(
      "2025-09-07T04:00:00.000Z",
    );
  });
});

describe("an hour of a day", () => {
  it.each([
    ["2025-06-02", 7, "2025-06-02T05:00:00.000Z"],
    ["2025-03-30", 2, "2025-03-30T01:00:00.000Z"],
    ["2025-10-26", 2, "2025-10-26T00:00:00.000Z"],
    ["2025-10-26", 3, "2025-10-26T02:00:00.000Z"],
  ])("%s at %d in Berlin is %s", (date, hour, instant) => {
    expect(new Date(momentOf(date, hour, "Europe/Berlin")).toISOString()).toBe(instant);
  });
});

describe("dates", () => {
  it("go on over the end of a month and of February", () => {
    expect([addDays("2024-02-28", 1), addDays("2025-03-01", -1)]).toEqual(["2024-02-29", "2025-02-28"]);
  });

  it("have weekdays from Monday, 1, to Sunday, 7", () => {
    expect(datesBetween("2025-10-20", "2025-10-26").map(weekdayOf)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
