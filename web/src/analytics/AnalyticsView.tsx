import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useState } from "react";
import type { StoredDay } from "../api/client";
import { inWords } from "../api/errors";
import { HowOftenRight } from "../events/HowOftenRight";
import { ShownRun } from "../runs/ShownRun";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { ActivityGrid } from "./ActivityGrid";
import { addDays, dateAt, datesBetween } from "./calendar";
import { DayChart } from "./DayChart";
import { CHARTS, todayInWords } from "./metrics";
import { MomentsDialog } from "./MomentsDialog";
import { PlaceMap } from "./PlaceMap";
import { dailyQuery, timeZoneQuery, weekQuery } from "./queries";
import { RANGES } from "./search";
import { TimeZoneOffer } from "./TimeZoneOffer";
import { Today } from "./Today";

const route = getRouteApi("/signed-in/analytics");

/** What is usual is told of so many days before today. */
const USUAL_DAYS = 28;

/** What days came to: today beside the usual, trends, when and where something happens. Every figure leads to its events. */
export function AnalyticsView() {
  const zone = useQuery(timeZoneQuery);
  const now = useNow(60_000);
  return (
    <div className="w-full flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-6xl flex-col gap-8 p-4 pb-10 desk:px-8 desk:py-8">
        {zone.data !== undefined ? (
          <Days zone={zone.data} today={dateAt(now, zone.data)} />
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">Analytics</h1>
            <Waiting error={zone.error} retry={() => void zone.refetch()} />
          </>
        )}
        <MomentsDialog />
      </div>
    </div>
  );
}

type DaysProps = { readonly zone: string; readonly today: string };

function Days({ zone, today }: DaysProps) {
  const { range = 30 } = route.useSearch();
  const first = addDays(today, 1 - range);
  const asked = addDays(today, -Math.max(range - 1, USUAL_DAYS));
  const daily = useQuery(dailyQuery(asked, today));
  const [chosen, choose] = useState(today);
  // The day may have changed while the page was open, or the range is shorter now.
  const day = chosen < first || chosen > today ? today : chosen;
  const over = daily.data?.filter(({ date }) => date < today && date >= addDays(today, -USUAL_DAYS)) ?? [];
  const byDate = new Map(daily.data?.map((one) => [one.date, one]));
  return (
    <>
      <header className="flex flex-col gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">Analytics</h1>
        <p aria-live="polite" className="min-h-6 text-base text-balance text-muted">
          {daily.data && daily.data.length > 0 && todayInWords(byDate.get(today), over)}
        </p>
      </header>
      <TimeZoneOffer zone={zone} />
      <ShownRun zone={zone} />
      {daily.data === undefined ? (
        <Waiting error={daily.error} retry={() => void daily.refetch()} />
      ) : daily.data.length === 0 ? (
        <Empty />
      ) : (
        <>
          <Today today={byDate.get(today)} before={over} date={today} zone={zone} />
          <section aria-labelledby="trends-title" className="flex flex-col gap-4">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <h2 id="trends-title" className="text-base font-semibold">
                Day by day
              </h2>
              <RangePicker />
            </div>
            <Trends
              dates={datesBetween(first, today)}
              byDate={byDate}
              before={over}
              day={day}
              zone={zone}
              onChoose={choose}
            />
          </section>
          <ActivityGrid from={first} to={today} zone={zone} />
          <PlaceMap day={day} zone={zone} />
          <HowOftenRight />
          <Export from={first} to={today} />
        </>
      )}
    </>
  );
}

type TrendsProps = {
  readonly dates: readonly string[];
  readonly byDate: ReadonlyMap<string, StoredDay>;
  readonly before: readonly StoredDay[];
  readonly day: string;
  readonly zone: string;
  readonly onChoose: (day: string) => void;
};

function Trends({ dates, byDate, before, day, zone, onChoose }: TrendsProps) {
  const { data: week } = useQuery(weekQuery);
  return (
    <div className="grid gap-4 md:grid-cols-2">
      {CHARTS.map((chart) => (
        <DayChart
          key={chart.title}
          chart={chart}
          dates={dates}
          byDate={byDate}
          before={before}
          trends={week?.trends}
          day={day}
          zone={zone}
          onChoose={onChoose}
        />
      ))}
    </div>
  );
}

function RangePicker() {
  const { range = 30 } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div role="group" aria-label="How many days" className="flex rounded-xl bg-raised p-1">
      {RANGES.map((days) => (
        <button
          key={days}
          type="button"
          aria-pressed={days === range}
          onClick={() => void navigate({ search: { range: days }, replace: true })}
          className="min-h-11 rounded-lg px-4 text-sm font-medium text-muted transition-colors duration-150 aria-pressed:bg-panel aria-pressed:text-text aria-pressed:shadow-sm"
        >
          {days} days
        </button>
      ))}
    </div>
  );
}

function Export({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <section aria-labelledby="export-title" className="flex flex-col gap-3">
      <h2 id="export-title" className="text-base font-semibold">
        Take it with you
      </h2>
      <p className="text-sm text-muted">What each of these days came to, as a file.</p>
      <div className="flex gap-2">
        {(["csv", "parquet"] as const).map((format) => (
          <a
            key={format}
            href={`/api/analytics/export?${new URLSearchParams({ format, from, to }).toString()}`}
            download
            className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-line bg-panel px-3.5 text-sm font-medium hover:bg-raised"
          >
            <Download size={17} aria-hidden />
            {format === "csv" ? "CSV" : "Parquet"}
          </a>
        ))}
      </div>
    </section>
  );
}

type WaitingProps = { readonly error: Error | null; readonly retry: () => void };

function Waiting({ error, retry }: WaitingProps) {
  if (error !== null) {
    return (
      <Problem title="Your days can't be shown" action={{ label: "Try again", run: retry }}>
        {inWords(error)}
      </Problem>
    );
  }
  return (
    <div aria-busy aria-label="Loading your days" className="flex flex-col gap-4">
      <p className="text-sm text-muted">Counting your days…</p>
      <div className="grid grid-cols-2 gap-3 desk:grid-cols-5">
        {Array.from({ length: 5 }, (_, card) => (
          <div key={card} className="h-28 animate-pulse rounded-xl bg-panel" />
        ))}
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        {CHARTS.map(({ title }) => (
          <div key={title} className="h-60 animate-pulse rounded-xl bg-panel" />
        ))}
      </div>
    </div>
  );
}

function Empty() {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-2 p-6 text-center">
      <h2 className="text-base font-semibold">No day was counted yet</h2>
      <p className="text-sm text-muted">
        As soon as a dog is seen or heard, its day is counted within seconds: how long it was in view, how
        calm it was, how often it barked.
      </p>
    </div>
  );
}
