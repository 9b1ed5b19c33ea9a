import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import type { StoredDay } from "../api/client";
import { arrowKeys } from "./arrowKeys";
import { dateInWords, instantsOf, longDateInWords } from "./calendar";
import { trendInWords, usualInWords, usualOf, valueInWords, type Chart, type Metric } from "./metrics";

type Props = {
  readonly chart: Chart;
  readonly dates: readonly string[];
  /** Days on which something happened. */
  readonly byDate: ReadonlyMap<string, StoredDay>;
  /** Days that are over, to tell what is usual. */
  readonly before: readonly StoredDay[];
  /** By the metric's key, once they are known. */
  readonly trends: Readonly<Record<string, number | null>> | undefined;
  readonly day: string;
  readonly zone: string;
  readonly onChoose: (day: string) => void;
};

/** A bar for each day, over the stretch that is usual. A day is chosen by touch or the arrow keys, in all charts at once. */
export function DayChart({ chart, dates, byDate, before, trends, day, zone, onChoose }: Props) {
  const [key, setKey] = useState(chart.metrics[0].key);
  const metric = chart.metrics.find((one) => one.key === key) ?? chart.metrics[0];
  const titleId = useId();
  const value = byDate.get(day)?.[metric.key] ?? 0;
  const usual = usualOf(before, metric.key);
  const trend = trendInWords(trends?.[metric.key]);
  const most = Math.max(...dates.map((date) => byDate.get(date)?.[metric.key] ?? 0), usual?.high ?? 0, 1);
  const arrows = arrowKeys({
    count: dates.length,
    at: dates.indexOf(day),
    columns: 1,
    onMove: (index) => onChoose(dates[index] ?? day),
  });
  return (
    <article
      aria-labelledby={titleId}
      className="flex flex-col gap-3 rounded-xl border border-line bg-panel p-4"
    >
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={titleId} className="text-sm font-semibold">
          {chart.title}
        </h3>
        <Switch metrics={chart.metrics} chosen={metric} onChoose={(one) => setKey(one.key)} />
      </header>
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-xl font-semibold tracking-tight tabular-nums">
          {valueInWords(value, metric)}
        </span>
        <span className="text-right text-xs text-muted">
          {usualInWords(usual, metric)}
          {trend !== null && <span className="block">last week {trend}</span>}
        </span>
      </p>
      <div
        role="group"
        aria-label={`${metric.label} by day, ${valueInWords(most, metric)} at most`}
        onKeyDown={arrows.onKeyDown}
        className="relative flex h-28 items-stretch"
      >
        {usual && (
          <div
            aria-hidden
            className="absolute inset-x-0 rounded bg-raised"
            style={{
              bottom: `${(usual.low / most) * 100}%`,
              height: `max(2px, ${((usual.high - usual.low) / most) * 100}%)`,
            }}
          />
        )}
        {dates.map((date, index) => (
          <button
            key={date}
            type="button"
            tabIndex={arrows.tabIndexOf(index)}
            aria-pressed={date === day}
            aria-label={`${longDateInWords(date)}: ${barInWords(byDate.get(date), metric)}`}
            title={`${dateInWords(date)}: ${barInWords(byDate.get(date), metric)}`}
            onClick={() => onChoose(date)}
            className="group relative flex min-w-0 flex-1 items-end px-px"
          >
            <span
              className="w-full rounded-t-xs bg-muted/60 group-hover:bg-muted group-aria-pressed:bg-dog-text"
              style={{ height: `max(2px, ${((byDate.get(date)?.[metric.key] ?? 0) / most) * 100}%)` }}
            />
          </button>
        ))}
      </div>
      <footer className="flex min-h-11 items-center justify-between gap-3 text-sm">
        <span className="text-muted">{dateInWords(day)}</span>
        {value > 0 ? (
          <Link
            to="/analytics"
            search={(search) => ({ ...search, moments: { type: metric.type, ...instantsOf(day, zone) } })}
            aria-label={`Show the moments: ${metric.label}, ${longDateInWords(day)}`}
            className="inline-flex min-h-11 items-center font-medium text-dog-text underline underline-offset-4"
          >
            Show the moments
          </Link>
        ) : (
          <span className="text-muted">{byDate.has(day) ? "none that day" : "nothing seen that day"}</span>
        )}
      </footer>
    </article>
  );
}

const barInWords = (day: StoredDay | undefined, metric: Metric) =>
  day === undefined ? "nothing seen" : valueInWords(day[metric.key], metric);

type SwitchProps = {
  readonly metrics: readonly Metric[];
  readonly chosen: Metric;
  readonly onChoose: (metric: Metric) => void;
};

function Switch({ metrics, chosen, onChoose }: SwitchProps) {
  return (
    <div role="group" aria-label="What is counted" className="-mr-2 flex flex-wrap">
      {metrics.map((metric) => (
        <button
          key={metric.key}
          type="button"
          aria-pressed={metric.key === chosen.key}
          onClick={() => onChoose(metric)}
          className="min-h-11 rounded-lg px-2 text-sm text-muted hover:text-text aria-pressed:font-medium aria-pressed:text-text aria-pressed:underline aria-pressed:decoration-2 aria-pressed:underline-offset-8"
        >
          {metric.label}
        </button>
      ))}
    </div>
  );
}
