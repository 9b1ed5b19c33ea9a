import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { meQuery, readinessQuery } from "../api/queries";
import { fullTime, timeInWords } from "../events/time";
import { BatchRuns } from "../runs/BatchRuns";
import { Section } from "../settings/Section";
import { SettingsFrame } from "../settings/SettingsFrame";
import { Button } from "../ui/Button";
import { EMPTY, LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { useNow } from "../ui/useNow";
import { EvaluateModel } from "./EvaluateModel";
import { Evaluations } from "./Evaluations";
import { ModelRow } from "./ModelRow";
import { fullNameOf } from "./names";
import { changesQuery, modelsQuery, slotsQuery, type Model } from "./queries";
import { RegisterModel } from "./RegisterModel";
import { SlotCard } from "./SlotCard";
import { useModelRemoval } from "./useModels";
import { changeInWords, TYPES } from "./words";

/** Which models answer, those that could, how they compare, and what was done with them. */
export function ModelsView() {
  const me = useQuery(meQuery);
  const mayChange = me.data?.scopes.some((scope) => scope === "models" || scope === "admin");
  return (
    <SettingsFrame title="Models" summary={useSummary()}>
      {mayChange === true && <Registry />}
      {mayChange === true && <BatchRuns />}
      {mayChange === false && (
        <p className={EMPTY}>
          You are signed in with a token that may not change models. To bring one, compare it or switch to it,
          sign in with a token that has the scope “models”.
        </p>
      )}
    </SettingsFrame>
  );
}

/** What looks for dogs now, in words; everybody may know it. */
function useSummary(): string {
  const { data } = useQuery(readinessQuery);
  const { detector, pose } = data?.checks ?? {};
  const words = [
    detector?.ok === true && `Dogs are found by ${detector.model ?? "a model"}.`,
    detector?.ok === false && "Can't look for dogs right now.",
    detector?.fellBackFrom && `${detector.fellBackFrom} did not load, so the lighter one stands in.`,
    detector?.reason && `(${detector.reason})`,
    pose?.ok === true && `Their joints are found by ${pose.model ?? "a model"}.`,
    pose?.ok === false && "Can't tell what they do right now.",
    pose?.reason && `(${pose.reason})`,
  ];
  return words.filter(Boolean).join(" ");
}

function Registry() {
  const slots = useQuery(slotsQuery);
  const models = useQuery(modelsQuery);
  const { removed, remove } = useModelRemoval();
  const [isRegistering, setRegistering] = useState(false);
  const [evaluated, setEvaluated] = useState<Model | null>(null);
  const now = useNow(30_000);
  return (
    <>
      <Section
        title="Who answers"
        about="Of each kind one model answers. Actions are rules on what the pose says, so they have none."
      >
        <Loaded query={slots} what="your models">
          {(all) => (
            <ul className="grid grid-cols-1 gap-3">
              {all.map((slot) => (
                <SlotCard key={slot.type} slot={slot} now={now} />
              ))}
            </ul>
          )}
        </Loaded>
      </Section>
      <Section
        title="Yours"
        about="Models that you brought. Each is opened in a process of its own before it is kept."
      >
        <Loaded query={models} what="registered models">
          {(all) => {
            const shown = all.filter(({ id }) => !removed.has(id));
            if (shown.length === 0) {
              return (
                <p className={EMPTY}>
                  None yet. Bring an ONNX or TFLite file: it answers nobody until you switch to it.
                </p>
              );
            }
            return (
              <ul aria-label="Registered models" className={LIST}>
                {shown.map((model) => (
                  <ModelRow
                    key={model.id}
                    model={model}
                    slot={slots.data?.find(({ type }) => type === model.type)}
                    onEvaluate={() => setEvaluated(model)}
                    onRemove={() => remove(model)}
                  />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <Button className="self-start" onClick={() => setRegistering(true)}>
          <Plus size={18} aria-hidden />
          Register a model
        </Button>
      </Section>
      <Evaluations now={now} />
      <Changes now={now} />
      {isRegistering && <RegisterModel onClose={() => setRegistering(false)} />}
      {evaluated && (
        <EvaluateModel
          model={evaluated}
          others={(models.data ?? []).filter(
            (one) => one.type === evaluated.type && fullNameOf(one) !== fullNameOf(evaluated),
          )}
          onClose={() => setEvaluated(null)}
        />
      )}
    </>
  );
}

function Changes({ now }: { readonly now: number }) {
  const changes = useQuery(changesQuery);
  return (
    <Section title="What was done">
      <Loaded query={changes} what="the latest steps">
        {(all) =>
          all.length === 0 ? (
            <p className="text-sm text-muted">Nothing yet.</p>
          ) : (
            <ol aria-label="Steps, newest first" className="flex flex-col gap-2 text-sm">
              {all.map((change) => {
                const at = Date.parse(change.createdAt);
                return (
                  <li key={change.id} className="min-w-0 break-words">
                    {TYPES[change.type].label}: {changeInWords(change)}{" "}
                    <time dateTime={change.createdAt} title={fullTime(at)} className="text-muted">
                      {timeInWords(at, now)}
                    </time>
                  </li>
                );
              })}
            </ol>
          )
        }
      </Loaded>
    </Section>
  );
}
