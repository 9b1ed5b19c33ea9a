import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { dayInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import type { Draft } from "./draft";
import { Filters } from "./Filters";
import { MomentDialog } from "./MomentDialog";
import { JobTile, MomentTile } from "./MomentTile";
import { byDay, merged, momentOfClip, momentOfSnapshot, notesOf, shortest, type Moment } from "./moments";
import { clipJobsQuery, clipsQuery, snapshotsQuery } from "./queries";
import { filterOf, isNarrowed, type GalleryFilter } from "./search";
import { SelectionBar } from "./SelectionBar";
import { useMomentRemoval } from "./useMoments";
import { useSelection } from "./useSelection";

const GRID = "grid grid-cols-[repeat(auto-fill,minmax(min(11rem,44vw),1fr))] gap-2 desk:gap-3";

const route = getRouteApi("/signed-in/gallery");

/** The clips and the snapshots that were kept, by day. */
export function GalleryView() {
  const filter = filterOf(route.useSearch());
  const navigate = route.useNavigate();
  const { moments, more, isPending, error, refetch } = useMoments(filter);
  const { removed, remove, removeAll } = useMomentRemoval();
  const jobs = useQuery(clipJobsQuery);
  const cameras = useQuery(camerasQuery);
  const now = useNow(60_000);
  const shown = moments.filter(({ id }) => !removed.has(id));
  const selection = useSelection(shown);
  const nameOf = (cameraId: string | null) => cameraName(cameras.data ?? [], cameraId);
  const narrow = (to: GalleryFilter) => void navigate({ search: { ...to }, replace: true });
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 overflow-y-auto p-4 pb-10 desk:px-8 desk:py-8">
      <header className="flex min-h-11 items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold tracking-tight">Gallery</h1>
        {shown.length > 0 && (
          <Button
            look="ghost"
            aria-pressed={selection.isOn}
            onClick={selection.isOn ? selection.end : selection.begin}
          >
            Select
          </Button>
        )}
      </header>
      {(shown.length > 0 || isNarrowed(filter)) && (
        <Filters filter={filter} cameras={cameras.data ?? []} onChange={narrow} />
      )}
      {jobs.data && jobs.data.length > 0 && (
        <ul aria-label="Being made" className={GRID}>
          {jobs.data.map((job) => (
            <JobTile key={job.jobId} job={job} cameraName={nameOf(job.cameraId)} />
          ))}
        </ul>
      )}
      {isPending ? (
        <Skeleton />
      ) : error !== null ? (
        <Problem title="The gallery can't be shown" action={{ label: "Try again", run: refetch }}>
          {inWords(error)}
        </Problem>
      ) : shown.length === 0 ? (
        isNarrowed(filter) ? (
          <Problem title="Nothing found" action={{ label: "Show all", run: () => narrow({}) }}>
            No clip and no snapshot has that in its note or its labels.
          </Problem>
        ) : (
          <Empty />
        )
      ) : (
        byDay(shown).map((day) => (
          <section key={day.at} aria-label={dayInWords(day.at, now)} className="flex flex-col gap-3">
            <h2 className="text-sm font-semibold text-muted">{dayInWords(day.at, now)}</h2>
            <ul className={GRID}>
              {day.moments.map((moment) => (
                <MomentTile
                  key={moment.id}
                  moment={moment}
                  cameraName={nameOf(cameraIdOf(moment))}
                  chosen={selection.isOn ? selection.has(moment) : undefined}
                  onChoose={selection.choose}
                />
              ))}
            </ul>
          </section>
        ))
      )}
      {more && <More load={more} />}
      {selection.isOn && (
        <SelectionBar
          count={selection.chosen.length}
          onDelete={() => {
            removeAll(selection.chosen);
            selection.end();
          }}
          onEnd={selection.end}
        />
      )}
      <Opened moments={shown} nameOf={nameOf} onRemove={remove} />
    </div>
  );
}

/** Both lists as one. */
function useMoments(filter: GalleryFilter) {
  const clips = useInfiniteQuery(clipsQuery(filter));
  const snapshots = useInfiniteQuery(snapshotsQuery(filter));
  const lists = [
    {
      moments: clips.data?.pages.flatMap(({ items }) => items.map(momentOfClip)) ?? [],
      hasMore: clips.hasNextPage,
      load: clips.fetchNextPage,
    },
    {
      moments: snapshots.data?.pages.flatMap(({ items }) => items.map(momentOfSnapshot)) ?? [],
      hasMore: snapshots.hasNextPage,
      load: snapshots.fetchNextPage,
    },
  ];
  const next = shortest(lists);
  return {
    moments: merged(lists),
    more: next && (() => void next.load()),
    isPending: clips.isPending || snapshots.isPending,
    error: clips.error ?? snapshots.error,
    refetch: () => {
      void clips.refetch();
      void snapshots.refetch();
    },
  };
}

type OpenedProps = {
  readonly moments: readonly Moment[];
  readonly nameOf: (cameraId: string | null) => string | null;
  readonly onRemove: (moment: Moment) => void;
};

/** The one that the address names, with its neighbours. */
function Opened({ moments, nameOf, onRemove }: OpenedProps) {
  const { clip, snapshot, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  // What was written and not saved is still there when its moment is opened again.
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const id = clip ?? snapshot;
  if (id === undefined) return null;
  const index = moments.findIndex((moment) => moment.id === id);
  const go = (moment: Moment | undefined) => {
    if (moment) void navigate({ search: { ...filter, [moment.kind]: moment.id }, replace: true });
  };
  return (
    <MomentDialog
      key={id}
      kind={clip === undefined ? "snapshot" : "clip"}
      id={id}
      listed={moments[index] ?? null}
      nameOf={nameOf}
      newer={index > 0 ? () => go(moments[index - 1]) : null}
      older={index >= 0 && index < moments.length - 1 ? () => go(moments[index + 1]) : null}
      draft={drafts.get(id) ?? null}
      onDraft={(draft) =>
        setDrafts((all) => {
          const others = [...all].filter(([one]) => one !== id);
          return new Map(draft ? [...others, [id, draft]] : others);
        })
      }
      known={[...new Set(moments.flatMap((moment) => notesOf(moment).labels))]}
      onClose={() => void navigate({ search: filter })}
      onRemove={onRemove}
    />
  );
}

/** Loads more as soon as it is seen; the button is for those who don't scroll. */
function More({ load }: { readonly load: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    if (!button.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) latest.current();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, []);
  return (
    <Button ref={button} look="ghost" className="self-center" onClick={load}>
      Show more
    </Button>
  );
}

function Empty() {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <h2 className="text-base font-semibold">Nothing kept yet</h2>
      <p className="text-sm text-muted">
        In the live view, “Keep 30 s” makes a clip of what just happened, and “Snapshot” keeps the picture.
      </p>
      <Link
        to="/"
        className="inline-flex min-h-11 items-center text-sm font-medium text-dog-text underline underline-offset-4"
      >
        Go to the live picture
      </Link>
    </div>
  );
}

function Skeleton() {
  return (
    <div aria-busy aria-label="Loading the gallery" className={GRID}>
      {Array.from({ length: 8 }, (_, tile) => (
        <div key={tile} className="aspect-video animate-pulse rounded-lg bg-raised" />
      ))}
    </div>
  );
}

const cameraIdOf = (moment: Moment) =>
  moment.kind === "clip" ? moment.clip.cameraId : moment.snapshot.cameraId;

const cameraName = (cameras: readonly Camera[], id: string | null): string | null =>
  cameras.find((camera) => camera.id === id)?.name ?? null;
