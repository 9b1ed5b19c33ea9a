const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const longWeekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const longDate = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "long" });
const wholeDate = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** How long ago under an hour, the clock today, the weekday this week, the date before. ms since the epoch. */
export function timeInWords(at: number, now: number): string {
  const ago = now - at;
  if (ago < MINUTE) return "just now";
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  return sinceInWords(at, now);
}

/** The clock today, with the day before that: "No dog in view since 14:02". */
export function sinceInWords(at: number, now: number): string {
  if (isSameDay(at, now)) return clock.format(at);
  const day = now - at < 6 * DAY ? weekday : date;
  return `${day.format(at)}, ${clock.format(at)}`;
}

/** "Today", "Yesterday", the weekday this week, the date before: a heading of a day. */
export function dayInWords(at: number, now: number): string {
  if (isSameDay(at, now)) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (isSameDay(at, yesterday.getTime())) return "Yesterday";
  return (now - at < 6 * DAY ? longWeekday : longDate).format(at);
}

/** The clock alone, where the day is said above. */
export const clockInWords = (at: number): string => clock.format(at);

/** How long something lasted: "12 s", "3 min", "1 h 5 min". */
export function durationInWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** The day alone, of any year. */
export const dateInWords = (at: number): string => wholeDate.format(at);

/** Everything about a moment, for the tooltip. */
export const fullTime = (at: number): string => full.format(at);

const isSameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();
