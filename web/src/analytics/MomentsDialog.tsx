import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { inWords } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { useCorrections } from "../events/corrections";
import { EventRow } from "../events/EventRow";
import { labelInWords } from "../events/labels";
import { cameraOf } from "../events/words";
import { sinceInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { momentsQuery } from "./queries";
import type { Moments } from "./search";

const route = getRouteApi("/signed-in/analytics");

/** The events behind a figure, as the address names them. */
export function MomentsDialog() {
  const { moments } = route.useSearch();
  const navigate = route.useNavigate();
  if (!moments) return null;
  return (
    <Dialog
      title={titleOf(moments)}
      open
      onOpenChange={(open) => {
        // eslint-disable-next-line @typescript-eslint/no-unused-vars -- all the rest of the address stays
        if (!open) void navigate({ search: ({ moments: _, ...rest }) => rest });
      }}
      className="w-[30rem]"
    >
      <List moments={moments} />
    </Dialog>
  );
}

function List({ moments }: { readonly moments: Moments }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } =
    useInfiniteQuery(momentsQuery(moments));
  const cameras = useQuery(camerasQuery);
  const corrections = useCorrections();
  const now = useNow(60_000);
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  if (isPending) {
    return (
      <p role="status" className="py-6 text-center text-sm text-muted">
        Looking for these moments…
      </p>
    );
  }
  if (error !== null) {
    return (
      <Problem
        title="These moments can't be shown"
        action={{ label: "Try again", run: () => void refetch() }}
      >
        {inWords(error)}
      </Problem>
    );
  }
  if (events.length === 0) {
    return (
      <p className="py-6 text-center text-sm text-muted">
        There is no event of its own here: the figure comes of what began earlier or was only seen in passing.
      </p>
    );
  }
  return (
    <>
      <ol aria-label="Moments, newest first" className="-mx-2">
        {events.map((event) => (
          <EventRow
            key={event.id}
            event={event}
            camera={cameras.data?.find(({ id }) => id === cameraOf(event))?.name ?? null}
            correction={corrections.get(event.id)}
            now={now}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button
          look="ghost"
          className="mt-2 w-full"
          aria-disabled={isFetchingNextPage}
          onClick={() => isFetchingNextPage || void fetchNextPage()}
        >
          {isFetchingNextPage ? "Loading more…" : "Show more"}
        </Button>
      )}
    </>
  );
}

/** "Barking, from Thu, 00:00" */
function titleOf({ type, from }: Moments): string {
  const what = type === undefined ? "What happened" : labelInWords(type);
  const when = sinceInWords(Date.parse(from), Date.now());
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}, from ${when}`;
}
