/** A time of day on the owner's clock. */
export type Clock = { readonly hour: number; readonly minute: number };

/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a routine runs, as a person says it; `cron` is what can't be said more simply. */
export type When =
  | {
      readonly kind: "daily";
      /** Hours of the day, at the same minute. */
      readonly hours: readonly number[];
      readonly minute: number;
      readonly days: readonly Weekday[];
    }
  | {
      readonly kind: "hourly";
      readonly minute: number;
      readonly from: number;
      readonly to: number;
      readonly days: readonly Weekday[];
    }
  | { readonly kind: "cron"; readonly cron: string };

export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const WEEKEND: readonly Weekday[] = [6, 7];
const NAMES = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

export const SHORT_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** The five fields of cron that mean the same. */
export function cronOf(when: When): string {
  if (when.kind === "cron") return when.cron.trim();
  const hours = when.kind === "daily" ? [...when.hours].sort((a, b) => a - b).join(",") : hourRange(when);
  return `${when.minute} ${hours} * * ${daysToCron(when.days)}`;
}

const hourRange = ({ from, to }: { from: number; to: number }) =>
  from === 0 && to === 23 ? "*" : from === to ? `${from}` : `${from}-${to}`;

const daysToCron = (days: readonly Weekday[]) =>
  same(days, EVERY_DAY)
    ? "*"
    : same(days, WORKDAYS)
      ? "MON-FRI"
      : [...days]
          .sort()
          .map((day) => NAMES[day - 1])
          .join(",");

/** What a cron expression says, as simply as it can be said. */
export function readCron(cron: string): When {
  const asItIs: When = { kind: "cron", cron };
  const fields = cron.trim().toUpperCase().split(/\s+/);
  const [minutes, hours, dayOfMonth, month, weekdays] = fields;
  if (fields.length !== 5 || dayOfMonth !== "*" || month !== "*") return asItIs;
  const minute = wholeNumber(minutes ?? "", 59);
  const days = readDays(weekdays ?? "");
  if (minute === null || days === null) return asItIs;
  if (hours === "*") return { kind: "hourly", minute, from: 0, to: 23, days };
  const range = /^(\d{1,2})-(\d{1,2})$/.exec(hours ?? "");
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return from <= to && to <= 23 ? { kind: "hourly", minute, from, to, days } : asItIs;
  }
  const listed = (hours ?? "").split(",").map((one) => wholeNumber(one, 23));
  const known = listed.filter((one) => one !== null);
  if (known.length < listed.length || known.length > 8) return asItIs;
  return { kind: "daily", hours: [...new Set(known)].sort((a, b) => a - b), minute, days };
}

function readDays(field: string): readonly Weekday[] | null {
  if (field === "*") return EVERY_DAY;
  const days = new Set<Weekday>();
  for (const part of field.split(",")) {
    const [first = null, last = first, ...more] = part.split("-").map(dayOf);
    if (first === null || last === null || more.length > 0 || first > last) return null;
    for (const day of EVERY_DAY) if (day >= first && day <= last) days.add(day);
  }
  return [...days].sort();
}

/** Cron counts from Sunday, and knows it as 0 and as 7. */
function dayOf(text: string): Weekday | null {
  const named = NAMES.findIndex((name) => name === text);
  const number = named >= 0 ? named + 1 : wholeNumber(text, 7);
  return EVERY_DAY.find((day) => day === (number === 0 ? 7 : number)) ?? null;
}

const wholeNumber = (text: string, most: number): number | null =>
  /^\d{1,2}$/.test(text) && Number(text) <= most ? Number(text) : null;

/** "Every day at 07:00 and 18:00", "Weekdays, each hour from 09:00 to 17:00". */
export function whenInWords(when: When): string {
  if (when.kind === "cron") return `By the cron expression ${when.cron}`;
  const days = daysInWords(when.days);
  if (when.kind === "daily") {
    return `${days} at ${listed(when.hours.map((hour) => clockText({ hour, minute: when.minute })))}`;
  }
  const [from, to] = [when.from, when.to].map((hour) => clockText({ hour, minute: when.minute }));
  return when.from === 0 && when.to === 23
    ? `${days}, each hour at ${when.minute} past`
    : `${days}, each hour from ${from} to ${to}`;
}

export function daysInWords(days: readonly Weekday[]): string {
  if (same(days, EVERY_DAY)) return "Every day";
  if (same(days, WORKDAYS)) return "Weekdays";
  if (same(days, WEEKEND)) return "Weekends";
  return listed([...days].sort().map((day) => SHORT_DAYS[day - 1] ?? ""));
}

/** "07:05", as a time field writes it. */
export const clockText = ({ hour, minute }: Clock): string =>
  `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;

/** What a time field says; null while it is not filled in. */
export function readClock(text: string): Clock | null {
  const found = /^(\d{2}):(\d{2})/.exec(text);
  return found ? { hour: Number(found[1]), minute: Number(found[2]) } : null;
}

/** "a", "a and b", "a, b and c". */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && b.every((day) => a.includes(day));
