import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import type { Event } from "../api/messages";
import { recentEventsQuery } from "../api/queries";
import { Tour } from "../app/Tour";
import { useAppState } from "../state/store";
import { CoachTip } from "../coach/CoachTip";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { useCorrections } from "./corrections";
import { EventRow } from "./EventRow";
import { cameraOf, eventInWords } from "./words";

/** What happened lately, newest first. */
export function EventStream({ cameras }: { readonly cameras: readonly Camera[] }) {
  const query = useQuery(recentEventsQuery);
  const events = useAppState((state) => state.recentEvents);
  const corrections = useCorrections();
  const now = useNow(20_000);
  return (
    <aside
      aria-labelledby="events-title"
      className="flex flex-col desk:min-h-0 desk:w-88 desk:border-l desk:border-line"
    >
      <Tour />
      <CoachTip />
      <h2 id="events-title" className="px-4 pt-5 pb-2 text-sm font-semibold text-muted">
        Events
      </h2>
      <Announcer newest={events[0]} />
      {events.length > 0 ? (
        <ol aria-label="Events, newest first" className="px-2 pb-4 desk:overflow-y-auto">
          {events.map((event) => (
            <EventRow
              key={event.id}
              event={event}
              camera={nameOf(event, cameras)}
              correction={corrections.get(event.id)}
              now={now}
            />
          ))}
        </ol>
      ) : query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <Problem
          title="Events can't be shown"
          action={{ label: "Try again", run: () => void query.refetch() }}
        >
          {inWords(query.error)}
        </Problem>
      ) : (
        <p className="px-4 py-2 text-sm text-muted">
          Nothing yet. When a dog comes into view, sits, runs, goes to one of your zones or leaves, it is told
          here.
        </p>
      )}
    </aside>
  );
}

/** Says a new event to those who listen to the page; what was there before is not read out. */
function Announcer({ newest }: { readonly newest: Event | undefined }) {
  const [openedAt] = useState(() => Date.now());
  const isNew = newest !== undefined && Date.parse(newest.ts) > openedAt;
  return (
    <p role="log" className="sr-only">
      {isNew && eventInWords(newest)}
    </p>
  );
}

function Skeleton() {
  return (
    <div aria-busy aria-label="Loading events" className="px-2">
      {Array.from({ length: 5 }, (_, row) => (
        <div key={row} className="flex min-h-14 animate-pulse items-center gap-3 px-2">
          <div className="size-9 rounded-full bg-raised" />
          <div className="h-3 w-40 rounded bg-raised" />
        </div>
      ))}
    </div>
  );
}

const nameOf = (event: Event, cameras: readonly Camera[]): string | null =>
  cameras.find(({ id }) => id === cameraOf(event))?.name ?? null;
