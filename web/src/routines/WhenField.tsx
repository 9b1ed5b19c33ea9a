import { X } from "lucide-react";
import { Button } from "../ui/Button";
import { clockText, EVERY_DAY, readClock, SHORT_DAYS, type Weekday, type When } from "./when";

type Props = { readonly when: When; readonly onChange: (when: When) => void };

const FIELD = "min-h-11 rounded-lg border border-line bg-page px-3 text-base";
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When a routine runs: at times of the day or each hour, on these weekdays; who knows cron may write it. */
export function WhenField({ when, onChange }: Props) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">When</legend>
      <select
        aria-label="How often"
        value={when.kind}
        onChange={({ target }) => onChange(asKind(when, target.value))}
        className={FIELD}
      >
        <option value="daily">At times of the day</option>
        <option value="hourly">Each hour</option>
        <option value="cron">By a cron expression</option>
      </select>
      {when.kind === "daily" && <Times when={when} onChange={onChange} />}
      {when.kind === "hourly" && <Hours when={when} onChange={onChange} />}
      {when.kind === "cron" ? (
        <label className="flex flex-col gap-1.5 text-sm text-muted">
          Minute, hour, day of the month, month, weekday
          <input
            aria-label="Cron expression"
            required
            maxLength={100}
            value={when.cron}
            onChange={({ target }) => onChange({ kind: "cron", cron: target.value })}
            className={`${FIELD} font-mono text-text`}
          />
        </label>
      ) : (
        <Days days={when.days} onChange={(days) => onChange({ ...when, days })} />
      )}
    </fieldset>
  );
}

/** The same as well as another kind can say it. */
function asKind(when: When, kind: string): When {
  const { days, minute } = when.kind === "cron" ? { days: EVERY_DAY, minute: 0 } : when;
  if (kind === "hourly") return { kind, minute, from: 9, to: 17, days };
  if (kind === "daily") return { kind, hours: [18], minute, days };
  return { kind: "cron", cron: "0 18 * * *" };
}

type Of<Kind extends When["kind"]> = {
  readonly when: Extract<When, { kind: Kind }>;
  readonly onChange: (when: When) => void;
};

function Times({ when, onChange }: Of<"daily">) {
  const { hours, minute } = when;
  const [first = 18, ...more] = hours;
  const setHours = (next: readonly number[]) => onChange({ ...when, hours: [...new Set(next)] });
  const free = HOURS.find((hour) => hour > Math.max(...hours)) ?? HOURS.find((hour) => !hours.includes(hour));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <input
        type="time"
        aria-label="Time"
        required
        value={clockText({ hour: first, minute })}
        onChange={({ target }) => {
          const clock = readClock(target.value);
          if (clock) onChange({ ...when, hours: [...new Set([clock.hour, ...more])], minute: clock.minute });
        }}
        className={FIELD}
      />
      {more.map((hour, index) => (
        <span key={hour} className="flex items-center gap-1">
          <span className="text-sm text-muted">and</span>
          <select
            aria-label={`Time ${index + 2}`}
            value={hour}
            onChange={({ target }) =>
              setHours(hours.map((one) => (one === hour ? Number(target.value) : one)))
            }
            className={FIELD}
          >
            {HOURS.map((one) => (
              <option key={one} value={one}>
                {clockText({ hour: one, minute })}
              </option>
            ))}
          </select>
          <Button
            look="ghost"
            aria-label={`Leave out ${clockText({ hour, minute })}`}
            onClick={() => setHours(hours.filter((one) => one !== hour))}
          >
            <X size={16} aria-hidden />
          </Button>
        </span>
      ))}
      {hours.length < 8 && free !== undefined && (
        <Button look="ghost" onClick={() => setHours([...hours, free])}>
          And at…
        </Button>
      )}
    </div>
  );
}

function Hours({ when, onChange }: Of<"hourly">) {
  const { minute } = when;
  const set = (from: number, to: number) => onChange({ ...when, from, to: Math.max(from, to) });
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
      from
      <HourSelect label="From" hour={when.from} minute={minute} onChange={(from) => set(from, when.to)} />
      to
      <HourSelect
        label="To"
        hour={when.to}
        minute={minute}
        onChange={(to) => set(Math.min(when.from, to), to)}
      />
    </div>
  );
}

type HourSelectProps = {
  readonly label: string;
  readonly hour: number;
  readonly minute: number;
  readonly onChange: (hour: number) => void;
};

function HourSelect({ label, hour, minute, onChange }: HourSelectProps) {
  return (
    <select
      aria-label={label}
      value={hour}
      onChange={({ target }) => onChange(Number(target.value))}
      className={`${FIELD} text-text`}
    >
      {HOURS.map((one) => (
        <option key={one} value={one}>
          {clockText({ hour: one, minute })}
        </option>
      ))}
    </select>
  );
}

type DaysProps = { readonly days: readonly Weekday[]; readonly onChange: (days: readonly Weekday[]) => void };

function Days({ days, onChange }: DaysProps) {
  return (
    <div role="group" aria-label="Weekdays" className="flex flex-wrap gap-1">
      {EVERY_DAY.map((day) => {
        const on = days.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            // The last day stays: a routine runs on one at least.
            disabled={on && days.length === 1}
            onClick={() => onChange(on ? days.filter((one) => one !== day) : [...days, day].sort())}
            className="min-h-11 min-w-12 rounded-lg border border-line text-sm text-muted transition-colors duration-150 aria-pressed:border-dog aria-pressed:bg-raised aria-pressed:text-text"
          >
            {SHORT_DAYS[day - 1]}
          </button>
        );
      })}
    </div>
  );
}
