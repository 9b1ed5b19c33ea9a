import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { inWords } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { Button } from "../ui/Button";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { routinesQuery, templatesQuery, type Routine, type RoutineTemplate } from "./queries";
import { RoutineEditor, type Beginning } from "./RoutineEditor";
import { RoutineRow } from "./RoutineRow";
import { RunHistory } from "./RunHistory";
import { useRoutineRemoval, useSetTimeZone } from "./useRoutines";
import { nextInWords } from "./words";
import { readCron, whenInWords } from "./when";

type Editing = { readonly routine: Routine | null; readonly beginning: Beginning };

const FROM_SCRATCH: Beginning = {
  name: "",
  cron: "0 18 * * *",
  steps: [{ type: "notify", text: "" }],
  missed: "skip",
};

/** What is done again and again: what comes next, the routines, and some to begin with. */
export function RoutinesView() {
  const routines = useQuery(routinesQuery);
  const cameras = useQuery(camerasQuery);
  const { removed, remove } = useRoutineRemoval();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [shown, setShown] = useState<Routine | null>(null);
  const now = useNow(30_000);
  const all = routines.data?.filter(({ id }) => !removed.has(id));
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-1 flex-col gap-6 overflow-y-auto p-4 pb-10 desk:py-8">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight">Routines</h1>
          <p className="min-h-5 text-sm text-muted">
            {all && all.length > 0 && (nextInWords(all, now) ?? "All of them are off.")}
          </p>
        </div>
        <Button look="primary" onClick={() => setEditing({ routine: null, beginning: FROM_SCRATCH })}>
          <Plus size={18} aria-hidden />
          New routine
        </Button>
      </header>
      {all?.[0] && <TimeZoneNote timeZone={all[0].timeZone} />}
      {all ? (
        all.length > 0 ? (
          <ul
            aria-label="Your routines"
            className="divide-y divide-line rounded-xl border border-line bg-panel"
          >
            {all.map((routine) => (
              <RoutineRow
                key={routine.id}
                routine={routine}
                cameras={cameras.data ?? []}
                now={now}
                onOpen={() => setShown(routine)}
                onEdit={() => setEditing({ routine, beginning: routine })}
                onRemove={() => remove(routine)}
              />
            ))}
          </ul>
        ) : (
          <p className="rounded-xl border border-dashed border-line p-6 text-center text-sm text-muted">
            No routine yet. One can remind you of a walk, keep a picture at noon, or tell you each evening how
            the day was. Begin with one of these:
          </p>
        )
      ) : routines.isPending ? (
        <div
          aria-busy
          aria-label="Loading your routines"
          className="h-18 animate-pulse rounded-xl border border-line bg-panel"
        />
      ) : (
        <Problem
          title="Your routines can't be shown"
          action={{ label: "Try again", run: () => void routines.refetch() }}
        >
          {inWords(routines.error)} They run all the same.
        </Problem>
      )}
      {all && (
        <Templates
          onPick={(template) => setEditing({ routine: null, beginning: { ...template, missed: "skip" } })}
        />
      )}
      {editing && (
        <RoutineEditor
          routine={editing.routine}
          beginning={editing.beginning}
          cameras={cameras.data ?? []}
          onClose={() => setEditing(null)}
        />
      )}
      {shown && <RunHistory routine={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

function Templates({ onPick }: { readonly onPick: (template: RoutineTemplate) => void }) {
  const { data } = useQuery(templatesQuery);
  return (
    <section aria-labelledby="templates-title" className="flex flex-col gap-3">
      <h2 id="templates-title" className="text-base font-semibold">
        To begin with
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-3">
        {(data ?? []).map((template) => (
          <li key={template.key}>
            <button
              type="button"
              onClick={() => onPick(template)}
              className="flex h-full w-full flex-col gap-1 rounded-xl border border-line bg-panel p-4 text-left transition-colors duration-150 hover:bg-raised"
            >
              <span className="font-medium">{template.name}</span>
              <span className="text-sm text-muted">{template.about}</span>
              <span className="mt-auto pt-1 text-xs text-muted">{whenInWords(readCron(template.cron))}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Routines go by the owner's clock, which is not this device's where she has not said so. */
function TimeZoneNote({ timeZone }: { readonly timeZone: string }) {
  const set = useSetTimeZone();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here === timeZone || !here) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-panel p-4">
      <p className="min-w-0 flex-1 text-sm text-muted">
        Routines go by the clock of {timeZone}; this device is in {here}. The times below are this
        device&rsquo;s.
      </p>
      <Button onClick={() => set.mutate(here)} disabled={set.isPending}>
        Use {here}
      </Button>
    </div>
  );
}
