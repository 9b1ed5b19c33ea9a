import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";

const STEPS = [
  {
    title: "The picture is the page",
    text: "Dogs are boxed on it, and the sentence above says what happens. The line below leads back: touch it to see what was recorded, touch “Live” to come back.",
  },
  {
    title: "Keep, and correct",
    text: "“Keep 30 s” saves the last half minute to the gallery. Touch an event to say whether we were right: your dog's Pawsight learns from it.",
  },
  {
    title: "Make it yours",
    text: "Add cameras, choose who is told of news and how long recordings stay in the settings. The coach answers questions from every view, and “?” shows the keys.",
  },
] as const;

/** What a first visitor should know, beside the picture and never above it; once seen it does not come back. */
export function Tour() {
  const done = useAppState((state) => state.tourDone);
  const setDone = useAppState((state) => state.setTourDone);
  const [at, setAt] = useState(0);
  const step = STEPS[at];
  if (done || !step) return null;
  const isLast = at === STEPS.length - 1;
  return (
    <section
      aria-label="Around Pawsight in three steps"
      className="m-3 mb-0 flex flex-col gap-2 rounded-xl border border-line bg-panel p-4 text-sm"
    >
      <div aria-live="polite" className="flex flex-col gap-1">
        <p className="text-xs text-muted">
          {at + 1} of {STEPS.length}
        </p>
        <h2 className="font-semibold">{step.title}</h2>
        <p className="min-h-20 text-muted">{step.text}</p>
      </div>
      <div className="flex justify-end gap-2">
        {!isLast && (
          <Button look="ghost" onClick={() => setDone(true)}>
            Skip
          </Button>
        )}
        {isLast ? (
          <>
            <Link
              to="/settings"
              onClick={() => setDone(true)}
              className="inline-flex min-h-11 items-center rounded-lg px-3.5 text-sm font-medium text-muted hover:text-text"
            >
              To the settings
            </Link>
            <Button look="primary" onClick={() => setDone(true)}>
              Done
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={() => setAt(at + 1)}>
            Next
          </Button>
        )}
      </div>
    </section>
  );
}
