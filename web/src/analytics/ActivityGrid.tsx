import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ActivityHour } from "../api/client";
import { inWords } from "../api/errors";
import { arrowKeys } from "./arrowKeys";
import { addDays, hourAt, momentOf, weekdayInWords, weekdayOf } from "./calendar";
import { activityQuery } from "./queries";

const HOURS = 24;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

type Props = { readonly from: string; readonly to: string; readonly zone: string };

/** When something happens: an hour of a weekday is the darker the more began in it. */
export function ActivityGrid({ from, to, zone }: Props) {
  const { data, error } = useQuery(activityQuery(from, to));
  return (
    <section aria-labelledby="activity-title" className="flex flex-col gap-3">
      <h2 id="activity-title" className="text-base font-semibold">
        When something happens
      </h2>
      {data ? (
        <Grid hours={data} to={to} zone={zone} />
      ) : (
        <p role="status" className="min-h-52 text-sm text-muted">
          {error === null ? "Counting hours…" : inWords(error)}
        </p>
      )}
    </section>
  );
}

type GridProps = { readonly hours: readonly ActivityHour[]; readonly to: string; readonly zone: string };

function Grid({ hours, to, zone }: GridProps) {
  const byCell = new Map(hours.map((one) => [indexOf(one.weekday, one.hour), one]));
  const [chosen, choose] = useState(() => busiest(hours) ?? indexOf(weekdayOf(to), hourAt(Date.now(), zone)));
  const most = Math.max(...hours.map(eventsADay), 1);
  const arrows = arrowKeys({ count: WEEKDAYS.length * HOURS, at: chosen, columns: HOURS, onMove: choose });
  const [weekday, hour] = [Math.floor(chosen / HOURS) + 1, chosen % HOURS];
  const cell = byCell.get(chosen);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <div aria-hidden className="grid w-8 shrink-0 grid-rows-7 gap-0.5 text-xs text-muted">
          {WEEKDAYS.map((one) => (
            <span key={one} className="flex items-center">
              {weekdayInWords(one).slice(0, 3)}
            </span>
          ))}
        </div>
        <div
          role="group"
          aria-label="Events by weekday and hour"
          onKeyDown={arrows.onKeyDown}
          className="grid flex-1 grid-cols-24 gap-0.5"
        >
          {WEEKDAYS.flatMap((one) =>
            Array.from({ length: HOURS }, (_, of) => {
              const index = indexOf(one, of);
              const here = byCell.get(index);
              return (
                <button
                  key={index}
                  type="button"
                  tabIndex={arrows.tabIndexOf(index)}
                  aria-pressed={index === chosen}
                  aria-label={cellInWords(one, of, here)}
                  title={cellInWords(one, of, here)}
                  onClick={() => choose(index)}
                  className="relative h-7 overflow-hidden rounded-xs bg-raised aria-pressed:outline-2 aria-pressed:outline-offset-1 aria-pressed:outline-text"
                >
                  {here && (
                    <span
                      className="absolute inset-0 bg-dog-text"
                      style={{ opacity: 0.15 + (0.85 * eventsADay(here)) / most }}
                    />
                  )}
                </button>
              );
            }),
          )}
        </div>
      </div>
      <div aria-hidden className="ml-10 grid grid-cols-4 text-xs text-muted tabular-nums">
        {[0, 6, 12, 18].map((mark) => (
          <span key={mark}>{clock(mark)}</span>
        ))}
      </div>
      <p className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 text-sm">
        <span aria-live="polite">{cellInWords(weekday, hour, cell)}</span>
        {cell && (
          <Link
            to="/analytics"
            search={(search) => ({ ...search, moments: lastOf(weekday, hour, to, zone) })}
            className="inline-flex min-h-11 items-center font-medium text-dog-text underline underline-offset-4"
          >
            Show the last such hour
          </Link>
        )}
      </p>
    </div>
  );
}

const indexOf = (weekday: number, hour: number) => (weekday - 1) * HOURS + hour;
const eventsADay = ({ events, days }: ActivityHour) => events / Math.max(days, 1);
const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** The cell in which most begins, to start with. */
function busiest(hours: readonly ActivityHour[]): number | null {
  const [most] = hours.toSorted((a, b) => eventsADay(b) - eventsADay(a));
  return most ? indexOf(most.weekday, most.hour) : null;
}

/** "Monday 07:00 to 08:00: 16 events and 21 min in view a day" */
function cellInWords(weekday: number, hour: number, cell: ActivityHour | undefined): string {
  const when = `${weekdayInWords(weekday)} ${clock(hour)} to ${clock((hour + 1) % HOURS)}`;
  if (!cell) return `${when}: nothing`;
  const days = Math.max(cell.days, 1);
  const events = Math.round(eventsADay(cell) * 10) / 10;
  return `${when}: ${events} ${events === 1 ? "event" : "events"} and ${Math.round(cell.inFrameMin / days)} min in view a day`;
}

/** The newest such hour that has begun. */
function lastOf(weekday: number, hour: number, to: string, zone: string): { from: string; to: string } {
  const latest = addDays(to, -((weekdayOf(to) - weekday + 7) % 7));
  const day = momentOf(latest, hour, zone) > Date.now() ? addDays(latest, -7) : latest;
  return {
    from: new Date(momentOf(day, hour, zone)).toISOString(),
    to: new Date(momentOf(day, hour + 1, zone)).toISOString(),
  };
}
