import { describe, expect, it } from "vitest";
import { cronOf, EVERY_DAY, readCron, whenInWords, type When } from "./when";

describe("a time that a person can say", () => {
  const said: [string, When, string][] = [
    ["0 18 * * *", { kind: "daily", hours: [18], minute: 0, days: EVERY_DAY }, "Every day at 18:00"],
    [
      "30 7,17 * * MON-FRI",
      { kind: "daily", hours: [7, 17], minute: 30, days: [1, 2, 3, 4, 5] },
      "Weekdays at 07:30 and 17:30",
    ],
    ["5 9 * * SAT,SUN", { kind: "daily", hours: [9], minute: 5, days: [6, 7] }, "Weekends at 09:05"],
    [
      "0 9-17 * * MON-FRI",
      { kind: "hourly", minute: 0, from: 9, to: 17, days: [1, 2, 3, 4, 5] },
      "Weekdays, each hour from 09:00 to 17:00",
    ],
    [
      "15 * * * *",
      { kind: "hourly", minute: 15, from: 0, to: 23, days: EVERY_DAY },
      "Every day, each hour at 15 past",
    ],
    [
      "0 8 * * TUE,THU,SAT",
      { kind: "daily", hours: [8], minute: 0, days: [2, 4, 6] },
      "Tue, Thu and Sat at 08:00",
    ],
  ];

  it.each(said)("%s is read, written and told", (cron, when, words) => {
    expect(readCron(cron)).toEqual(when);
    expect(cronOf(when)).toBe(cron);
    expect(whenInWords(when)).toBe(words);
  });

  it.each([
    ["0 18 * * 0", [7]],
    ["0 18 * * 7", [7]],
    ["0 18 * * 1-5", [1, 2, 3, 4, 5]],
    ["0 18 * * mon,WED", [1, 3]],
  ])("%s names its days", (cron, days) => {
    expect(readCron(cron)).toMatchObject({ kind: "daily", days });
  });
});

it.each([
  "*/5 * * * *",
  "0 18 1 * *",
  "0 18 * 6 *",
  "0 18 * * MON#2",
  "0 18 * * SUN-TUE",
  "0 25 * * *",
  "0 8/2 * * *",
  "",
  "0 18 * *",
])("%s stays what it is", (cron) => {
  expect(readCron(cron)).toEqual({ kind: "cron", cron });
});
