import { Link } from "@tanstack/react-router";
import type { StoredDay } from "../api/client";
import { instantsOf } from "./calendar";
import { TODAY, usualInWords, usualOf, valueInWords, type Metric, type Usual } from "./metrics";

type Props = {
  /** Undefined: nothing has happened yet. */
  readonly today: StoredDay | undefined;
  /** Days that are over, to tell what is usual. */
  readonly before: readonly StoredDay[];
  readonly date: string;
  readonly zone: string;
};

/** The day so far beside what whole days usually come to; each figure leads to its events. */
export function Today({ today, before, date, zone }: Props) {
  return (
    <section aria-labelledby="today-title" className="flex flex-col gap-3">
      <h2 id="today-title" className="text-base font-semibold">
        Today so far
      </h2>
      <ul className="grid grid-cols-2 gap-3 desk:grid-cols-5">
        {TODAY.map((metric) => {
          const value = today?.[metric.key] ?? 0;
          const usual = usualOf(before, metric.key);
          return (
            <li key={metric.key}>
              <Link
                to="/analytics"
                search={(search) => ({
                  ...search,
                  moments: { type: metric.type, ...instantsOf(date, zone) },
                })}
                className="flex h-full flex-col gap-1 rounded-xl border border-line bg-panel p-4 transition-colors duration-150 hover:bg-raised"
              >
                <span className="text-sm text-muted">{metric.label}</span>
                <span className="text-2xl font-semibold tracking-tight tabular-nums">
                  {valueInWords(value, metric)}
                </span>
                <UsualBar value={value} usual={usual} />
                <span className="text-xs text-muted">{usualText(usual, metric)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const usualText = (usual: Usual | null, metric: Metric) =>
  usual === null ? usualInWords(usual, metric) : `${usualInWords(usual, metric)} a day`;

/** The value on a line, above the stretch in which it usually ends. */
function UsualBar({ value, usual }: { readonly value: number; readonly usual: Usual | null }) {
  const most = Math.max(value, (usual?.high ?? 0) * 1.25, 1);
  const at = (part: number) => `${(part / most) * 100}%`;
  return (
    <svg aria-hidden width="100%" height="12" className="my-1 overflow-visible">
      <rect y="4" width="100%" height="4" rx="2" className="fill-raised" />
      {usual && (
        <rect
          x={at(usual.low)}
          y="2"
          width={at(Math.max(usual.high - usual.low, most / 50))}
          height="8"
          rx="3"
          className="fill-line"
        />
      )}
      <rect y="4" width={at(value)} height="4" rx="2" className="fill-dog-text" />
    </svg>
  );
}
