import { Link } from "@tanstack/react-router";
import { ArrowUp, Square, X } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type SubmitEvent } from "react";
import { inWords } from "../api/errors";
import { fullTime, timeInWords } from "../events/time";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";
import { isNarrow } from "../ui/isNarrow";
import { useNow } from "../ui/useNow";
import type { Summary } from "./contract";
import { isAway, useChat, useSummary, type Turn } from "./useCoach";

const LONGEST_QUESTION = 500;
const SUGGESTED = ["How was today?", "When does she bark most?", "What should we train next?"] as const;

/** The coach beside whatever view is open: answers questions, and sums the day up. */
export function CoachPanel() {
  const setOpen = useAppState((state) => state.setCoachOpen);
  const chat = useChat();
  const titleId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [question, setQuestion] = useState("");
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const ask = (words: string) => {
    if (chat.isBusy || words.trim() === "") return;
    chat.ask(words.trim());
    setQuestion("");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    ask(question);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") setOpen(false);
  };
  return (
    <aside
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      className="fixed inset-x-0 top-0 bottom-14 z-10 flex flex-col border-line bg-page desk:static desk:z-auto desk:h-dvh desk:w-96 desk:shrink-0 desk:border-l"
    >
      <header className="flex items-center justify-between gap-3 px-4 pt-3 pb-1">
        <h2 id={titleId} className="text-base font-semibold">
          Coach
        </h2>
        <Button look="ghost" aria-label="Close the coach" className="-mr-2" onClick={() => setOpen(false)}>
          <X size={18} aria-hidden />
        </Button>
      </header>
      <div
        className="flex flex-1 flex-col gap-4 overflow-y-auto px-4 py-2"
        tabIndex={0}
        aria-label="What was said"
      >
        <DaySummary />
        <ol aria-label="Questions and answers" className="flex flex-col gap-4">
          {chat.turns.map((turn) => (
            <TurnOf key={turn.id} turn={turn} onRepeat={() => ask(turn.question)} />
          ))}
        </ol>
        {chat.turns.length === 0 && (
          <div className="mt-auto flex flex-col items-start gap-2">
            <p className="text-sm text-muted">Ask about what was seen and heard, or about training.</p>
            {SUGGESTED.map((words) => (
              <Button key={words} onClick={() => ask(words)}>
                {words}
              </Button>
            ))}
          </div>
        )}
      </div>
      <form onSubmit={submit} className="flex items-end gap-2 border-t border-line p-3">
        <textarea
          ref={field}
          rows={1}
          maxLength={LONGEST_QUESTION}
          aria-label="Your question"
          placeholder="Ask the coach…"
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
          onKeyDown={(event) => {
            // An input method that still composes takes the key for itself.
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            ask(question);
          }}
          className="field-sizing-content max-h-40 min-h-11 flex-1 resize-none rounded-lg border border-line bg-panel px-3 py-2.5 text-base"
        />
        {chat.isBusy ? (
          <Button aria-label="Stop" onClick={chat.stop}>
            <Square size={16} aria-hidden />
          </Button>
        ) : (
          <Button type="submit" look="primary" aria-label="Ask" disabled={question.trim() === ""}>
            <ArrowUp size={18} aria-hidden />
          </Button>
        )}
      </form>
    </aside>
  );
}

type TurnProps = { readonly turn: Turn; readonly onRepeat: () => void };

function TurnOf({ turn, onRepeat }: TurnProps) {
  const { question, text, answer, error } = turn;
  const setOpen = useAppState((state) => state.setCoachOpen);
  const now = useNow(60_000);
  return (
    <li className="flex flex-col gap-2 text-sm">
      <p className="self-end rounded-xl bg-raised px-3 py-2">{question}</p>
      {error ? (
        <Away error={error} onRepeat={onRepeat} />
      ) : (
        <>
          <p aria-live="polite" aria-busy={answer === null} className="whitespace-pre-wrap">
            {text || (answer === null ? "Thinking…" : "Stopped.")}
          </p>
          {answer !== null && answer.relevantTimestamps.length > 0 && (
            <ul aria-label="Moments of this answer" className="flex flex-wrap gap-2">
              {answer.relevantTimestamps.map((ms) => (
                <li key={ms}>
                  <Link
                    to="/"
                    search={(search) => ({ ...search, at: new Date(ms).toISOString() })}
                    title={fullTime(ms)}
                    onClick={() => {
                      if (isNarrow()) setOpen(false);
                    }}
                    className="inline-flex min-h-11 items-center rounded-lg border border-line bg-panel px-3 font-medium text-dog-text tabular-nums"
                  >
                    {timeInWords(ms, now)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </li>
  );
}

type AwayProps = { readonly error: Error; readonly onRepeat: () => void };

function Away({ error, onRepeat }: AwayProps) {
  return (
    <div
      role="status"
      className="flex flex-col items-start gap-2 rounded-xl border border-line bg-panel p-3 text-sm"
    >
      <p>
        {isAway(error)
          ? "The coach is away right now. What it would look at is saved, so you can ask later."
          : inWords(error)}
      </p>
      <Button onClick={onRepeat}>Ask again</Button>
    </div>
  );
}

function DaySummary() {
  const { data, error, isPending, isIdle, mutate } = useSummary();
  return (
    <section
      aria-label="Today"
      className="flex flex-col gap-3 rounded-xl border border-line bg-panel p-4 text-sm"
    >
      {data ? (
        <SummaryOf summary={data} />
      ) : error ? (
        <Away error={error} onRepeat={mutate} />
      ) : (
        <>
          <p aria-live="polite" className="text-muted">
            {isPending ? "Reading through the day…" : "What today came to so far, in a few words."}
          </p>
          <Button className="self-start" aria-disabled={!isIdle} onClick={() => isIdle && mutate()}>
            Sum up today
          </Button>
        </>
      )}
    </section>
  );
}

function SummaryOf({ summary }: { readonly summary: Summary }) {
  const { wins, setbacks, suggestions, highlightClips } = summary;
  return (
    <>
      <p>{summary.summary}</p>
      <Points title="Went well" points={wins} />
      <Points title="Went less well" points={setbacks} />
      <Points title="Try next" points={suggestions} />
      {highlightClips.length > 0 && (
        <p className="flex flex-wrap gap-2">
          {highlightClips.map((clip, index) => (
            <Link
              key={clip}
              to="/gallery"
              search={{ clip }}
              className="inline-flex min-h-11 items-center font-medium text-dog-text underline underline-offset-4"
            >
              Clip {index + 1}
            </Link>
          ))}
        </p>
      )}
    </>
  );
}

function Points({ title, points }: { readonly title: string; readonly points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="list-disc pl-5">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}
