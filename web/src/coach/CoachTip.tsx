import { useQuery } from "@tanstack/react-query";
import { MessageCircle } from "lucide-react";
import { readinessQuery } from "../api/queries";
import { sureness } from "../events/words";
import { useAppState } from "../state/store";
import { askTip } from "./askCoach";

const ASK_AGAIN_MS = 60_000;
const MOST_EVENTS = 20;

/** What to do now, in a sentence; nothing is here while the coach is away, and nobody misses it. */
export function CoachTip() {
  const { data: readiness } = useQuery(readinessQuery);
  // A system without a coach is not asked for tips again and again.
  const hasCoach = readiness !== undefined && "coach" in readiness.checks;
  const { data, isPending } = useQuery({
    queryKey: ["coach", "tip"],
    queryFn: ({ signal }) => {
      const recentEvents = useAppState.getState().recentEvents.slice(0, MOST_EVENTS);
      const ongoing = recentEvents.find(({ data: { endTs } }) => endTs === undefined);
      const question = { currentAction: ongoing?.type ?? "none", recentEvents, sessionContext: {} };
      return askTip(question, signal);
    },
    enabled: hasCoach,
    staleTime: ASK_AGAIN_MS,
    refetchInterval: ASK_AGAIN_MS,
    meta: { quiet: true },
  });
  const setOpen = useAppState((state) => state.setCoachOpen);
  // Its place is kept until it is known whether there is one: what lies below does not jump.
  const mayCome = readiness === undefined || (hasCoach && isPending);
  if (!data) return mayCome ? <div aria-hidden className="mx-4 mt-4 h-21.5 shrink-0" /> : null;
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      title={`The coach is ${sureness(data.confidence) ?? "not sure"}; ask it more`}
      className="mx-4 mt-4 flex min-h-21.5 items-center gap-3 rounded-xl border border-line bg-panel p-3 text-left text-sm transition-colors duration-150 hover:bg-raised"
    >
      <MessageCircle size={18} aria-hidden className="shrink-0 text-dog-text" />
      <span>
        <span className="sr-only">The coach says: </span>
        {data.tip}
      </span>
    </button>
  );
}
