/**
 * Days of a calendar, as ISO 8601 dates ("2025-10-24"), and the moments at which they begin somewhere. The owner's
 * days are those of her time zone, wherever the browser is.
 */
const DAY_MS = 86_400_000;

/** The date at a moment (ms since the epoch) in an IANA time zone. */
export function dateAt(ms: number, zone: string): string {
  const { year, month, day } = partsAt(ms, zone);
  return isoDate(Date.UTC(year, month - 1, day));
}

/** The clock at a moment in a time zone: its hour, 0..23. */
export const hourAt = (ms: number, zone: string): number => partsAt(ms, zone).hour;

export const addDays = (date: string, days: number): string => isoDate(utc(date) + days * DAY_MS);

/** All dates from the first to the last, both included. */
export function datesBetween(first: string, last: string): string[] {
  const count = Math.round((utc(last) - utc(first)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(first, index));
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: string): number => new Date(utc(date)).getUTCDay() || 7;

/**
 * The moment at which a day begins in a time zone, ms since the epoch: the first at which its calendar shows that
 * date. Where the clock skips midnight that is when it was skipped.
 */
export function startOf(date: string, zone: string): number {
  return momentOf(date, 0, zone);
}

/** The moment at which the clock first shows a full hour of a date in a time zone, or skips it. ms since the epoch. */
export function momentOf(date: string, hour: number, zone: string): number {
  const wall = utc(date) + hour * 3_600_000;
  // The offsets of before and after: whatever change there is lies between them.
  const candidates = [wall - DAY_MS, wall + DAY_MS].map((near) => wall - offsetAt(near, zone));
  const reached = candidates.filter((ms) => ms + offsetAt(ms, zone) >= wall);
  return Math.min(...(reached.length > 0 ? reached : candidates));
}

/** A day from its first moment to the first of the next, as instants on the wire. */
export const instantsOf = (date: string, zone: string): { from: string; to: string } => ({
  from: new Date(startOf(date, zone)).toISOString(),
  to: new Date(startOf(addDays(date, 1), zone)).toISOString(),
});

/** "Fri 24 Oct" */
export const dateInWords = (date: string): string => short.format(utc(date));

/** "Friday 24 October" */
export const longDateInWords = (date: string): string => long.format(utc(date));

/** "Monday", of 1..7 */
export const weekdayInWords = (weekday: number): string => weekdays.format(Date.UTC(2024, 0, weekday));

const short = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const long = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});
const weekdays = new Intl.DateTimeFormat(undefined, { weekday: "long", timeZone: "UTC" });

const utc = (date: string) => Date.parse(`${date}T00:00:00Z`);
const isoDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** How far a time zone's clock is ahead of UTC, ms. */
function offsetAt(ms: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsAt(ms, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsAt(ms: number, zone: string) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: of("year"),
    month: of("month"),
    day: of("day"),
    hour: of("hour"),
    minute: of("minute"),
    second: of("second"),
  };
}
