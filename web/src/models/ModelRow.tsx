import { useIsMutating } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../ui/Button";
import { Confirm } from "../ui/Confirm";
import { Remove } from "../ui/Remove";
import { sizeInWords } from "../ui/sizes";
import { fullNameOf } from "./names";
import type { Model, Slot } from "./queries";
import { useModelStep } from "./useModels";
import { percent, stateInWords, switchConsequence, TYPES } from "./words";

type Props = {
  readonly model: Model;
  /** Of its type; undefined while it is not known. */
  readonly slot: Slot | undefined;
  readonly onEvaluate: () => void;
  readonly onRemove: () => void;
};

const SHARES = [0.1, 0.2, 0.5] as const;

/** One version of a model: what its maker says of it, what it does now, and what can be done with it. */
export function ModelRow({ model, slot, onEvaluate, onRemove }: Props) {
  const step = useModelStep(model.type);
  const isBusy = useIsMutating({ mutationKey: ["model-step", model.type] }) > 0;
  const { card, status } = model;
  const name = fullNameOf(model);
  const isTaken = slot !== undefined && slot.role !== null;
  const isAtWork = status === "live" || status === "previous" || isTaken;
  return (
    <li aria-label={name} className="flex flex-col gap-2 p-4">
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="font-medium break-all">{name}</h3>
          <p className="text-sm text-muted">
            {TYPES[model.type].label} · {stateInWords(model)} · {model.format.toUpperCase()},{" "}
            {sizeInWords(model.sizeBytes)}
          </p>
        </div>
        <Remove
          name={name}
          consequence="It and its file go. One that answers, or that you could go back to, stays until you switch to another."
          onRemove={onRemove}
        />
      </div>
      {card.description && <p className="text-sm break-words">{card.description}</p>}
      {card.scores.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 text-sm text-muted" aria-label="What its maker measured">
          {card.scores.map(({ name: score, value, on }) => (
            <li key={`${score} ${on}`}>
              {score} {value} <span className="text-xs">on {on}</span>
            </li>
          ))}
        </ul>
      )}
      {step.isPending && (
        <p role="status" className="text-sm text-muted">
          Loading it beside the one that answers, and examining it. This takes seconds, at most a minute…
        </p>
      )}
      {slot && (
        <div className="flex flex-wrap gap-2">
          {status !== "live" && (
            <Confirm
              button={<Button disabled={isBusy || (isTaken && slot.candidate !== name)} />}
              question={`Switch to ${name}?`}
              consequence={switchConsequence(model, slot)}
              yes="Switch"
              onYes={() => step.mutate({ kind: "switch", model })}
            >
              Switch to it
            </Confirm>
          )}
          {!isAtWork && (
            <>
              <Confirm
                button={<Button disabled={isBusy} />}
                question={`Let ${name} look on?`}
                consequence={`It looks at one frame a second beside ${slot.live} and publishes nothing. You see how far they agree. It takes time of the processor.`}
                yes="Let it look on"
                onYes={() => step.mutate({ kind: "shadow", model })}
              >
                Shadow
              </Confirm>
              <Canary model={model} slot={slot} isBusy={isBusy} />
            </>
          )}
          <Button onClick={onEvaluate}>Evaluate</Button>
        </div>
      )}
    </li>
  );
}

/** Lets a model answer a share of the cameras. */
function Canary({
  model,
  slot,
  isBusy,
}: {
  readonly model: Model;
  readonly slot: Slot;
  readonly isBusy: boolean;
}) {
  const step = useModelStep(model.type);
  const [share, setShare] = useState<number>(SHARES[1]);
  const name = fullNameOf(model);
  return (
    <span className="inline-flex">
      <Confirm
        button={<Button disabled={isBusy} className="rounded-r-none" />}
        question={`Let ${name} answer ${percent(share)} of the cameras?`}
        consequence={`All frames of those cameras are its own; ${slot.live} answers the others. If it fails or is slow, it is taken back by itself.`}
        yes="Begin"
        onYes={() => step.mutate({ kind: "canary", model, share })}
      >
        Canary
      </Confirm>
      <select
        aria-label={`Share of the cameras for ${name}`}
        value={share}
        disabled={isBusy}
        onChange={({ target }) => setShare(Number(target.value))}
        className="min-h-11 rounded-r-lg border border-l-0 border-line bg-panel px-2 text-sm"
      >
        {SHARES.map((one) => (
          <option key={one} value={one}>
            {percent(one)}
          </option>
        ))}
      </select>
    </span>
  );
}
