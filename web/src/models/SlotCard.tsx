import { useIsMutating } from "@tanstack/react-query";
import { sinceInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Confirm } from "../ui/Confirm";
import { BUILT_IN, calledInWords, fullNameOf, titleOf } from "./names";
import type { Slot } from "./queries";
import { useModelStep } from "./useModels";
import { candidateInWords, replicasInWords, rollBackConsequence, switchConsequence, TYPES } from "./words";

type Props = {
  readonly slot: Slot;
  /** ms since the epoch. */
  readonly now: number;
};

/** Who answers for one kind of question, how it does, who is tried beside it, and the way back. */
export function SlotCard({ slot, now }: Props) {
  const step = useModelStep(slot.type);
  const isBusy = useIsMutating({ mutationKey: ["model-step", slot.type] }) > 0;
  const { label, does } = TYPES[slot.type];
  const candidate = candidateInWords(slot);
  const watchedUntil = slot.watchedUntil === null ? 0 : Date.parse(slot.watchedUntil);
  return (
    <li aria-label={label} className="flex flex-col gap-3 rounded-xl border border-line bg-panel p-4">
      <div className="min-w-0">
        <h3 className="text-sm text-muted">
          {label}: {does}
        </h3>
        <p className="font-medium break-all">{titleOf(slot.live)}</p>
        <p className="text-sm text-muted">{replicasInWords(slot)}</p>
        {watchedUntil > now && (
          <p className="text-sm text-muted">
            Watched until {sinceInWords(watchedUntil, now)}: if it fails, the one before comes back by itself.
          </p>
        )}
      </div>
      {candidate !== null && (
        <p role="status" className="rounded-lg bg-raised px-3 py-2 text-sm break-words">
          {candidate}
        </p>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {slot.role !== null && (
          <Confirm
            button={<Button disabled={step.isPending} />}
            question={slot.role === "switch" ? "Give up the switch?" : `End the ${slot.role}?`}
            consequence={`What is tried is unloaded: ${calledInWords(slot.candidate ?? "the candidate")}. All is answered by ${calledInWords(slot.live)} as before, and nothing that was found is lost.`}
            yes="End it"
            onYes={() => step.mutate({ kind: "end" })}
          >
            {slot.role === "switch" ? "Give up the switch" : `End the ${slot.role}`}
          </Confirm>
        )}
        {slot.previous !== null && (
          <Confirm
            button={<Button disabled={isBusy} />}
            question={`Go back to ${calledInWords(slot.previous)}?`}
            consequence={rollBackConsequence(slot)}
            yes="Roll back"
            onYes={() => step.mutate({ kind: "rollback" })}
          >
            Roll back to {calledInWords(slot.previous)}
          </Confirm>
        )}
        {slot.live !== fullNameOf(BUILT_IN) && slot.previous !== fullNameOf(BUILT_IN) && (
          <Confirm
            button={<Button disabled={isBusy || slot.role !== null} />}
            question="Switch to the built-in model?"
            consequence={switchConsequence(BUILT_IN, slot)}
            yes="Switch"
            onYes={() => step.mutate({ kind: "switch", model: BUILT_IN })}
          >
            Use the built-in one
          </Confirm>
        )}
      </div>
    </li>
  );
}
