import { useState } from "react";
import { RecordingFields } from "../runs/RecordingFields";
import { ENDS_BEFORE, recordingOf } from "../runs/recording";
import { FIELD, LABEL, textOf } from "../ui/field";
import { FormDialog } from "../ui/FormDialog";
import { BUILT_IN, fullNameOf, titleOf } from "./names";
import type { Model, ModelType } from "./queries";
import { UploadState } from "./UploadState";
import { useEvaluateModel, useEvaluateOnArchive } from "./useModels";

type Props = {
  readonly model: Model;
  /** Those of the same type that it may be compared with. */
  readonly others: readonly Model[];
  readonly onClose: () => void;
};

/** Pictures, or seconds of sound, that are taken out of recordings. */
const SAMPLES = 200;

/** Has a model looked at beside another one, on a labelled set or on recordings. */
export function EvaluateModel({ model, others, onClose }: Props) {
  const onSet = useEvaluateModel();
  const onArchive = useEvaluateOnArchive();
  const [isArchive, setIsArchive] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { type, name, version } = model;
  const isPending = onSet.isPending || onArchive.isPending;
  const close = () => {
    onSet.cancel();
    onClose();
  };
  const submit = (data: FormData) => {
    const order = { type, name, version, baseline: textOf(data, "baseline") || null };
    if (isArchive) {
      const recording = recordingOf(data);
      setProblem(recording === null ? ENDS_BEFORE : null);
      if (recording === null) return;
      onArchive.mutate({ ...order, ...recording, samples: SAMPLES }, { onSuccess: onClose });
      return;
    }
    const file = data.get("file");
    if (file instanceof File) onSet.mutate({ ...order, file }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={`Evaluate ${fullNameOf(model)}`}
      submit="Evaluate"
      isPending={isPending}
      state={<UploadState isPending={onSet.isPending} sent={onSet.sent} then="Looking at the set…" />}
      onSubmit={submit}
      onClose={close}
    >
      <label className={LABEL}>
        Beside
        <select name="baseline" className={FIELD}>
          <option value="">The one that answers now</option>
          {[BUILT_IN, ...others].map(fullNameOf).map((one) => (
            <option key={one} value={one}>
              {titleOf(one)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="flex flex-col">
        <legend className="text-sm font-medium">On</legend>
        <Choice label="A labelled set" checked={!isArchive} onChoose={() => setIsArchive(false)} />
        <Choice
          label="Recordings, with what you said of them"
          checked={isArchive}
          onChoose={() => setIsArchive(true)}
        />
      </fieldset>
      {isArchive ? (
        <RecordingFields />
      ) : (
        <label className={LABEL}>
          Labelled set
          <input name="file" type="file" required accept=".zip" className={`${FIELD} py-2`} />
        </label>
      )}
      <p className="text-sm text-muted">
        {isArchive ? whatIsTaken(type) : whatASetIs(type)} Live cameras go first, so it may take a while; you
        can leave the page.
      </p>
      {problem !== null && (
        <p role="alert" className="text-sm text-alarm">
          {problem}
        </p>
      )}
    </FormDialog>
  );
}

type ChoiceProps = { readonly label: string; readonly checked: boolean; readonly onChoose: () => void };

function Choice({ label, checked, onChoose }: ChoiceProps) {
  return (
    <label className="flex min-h-11 items-center gap-3 text-sm">
      <input type="radio" name="on" checked={checked} onChange={onChoose} className="size-5" />
      {label}
    </label>
  );
}

const whatASetIs = (type: ModelType) =>
  type === "sound"
    ? "A ZIP of sounds with `labels.csv` (file,label)."
    : "A ZIP of pictures with `annotations.json` as COCO has it.";

const TAKEN = {
  detector: "pictures",
  pose: "pictures of dogs that were seen",
  sound: "seconds in which there is something to hear",
};

const whatIsTaken = (type: ModelType) =>
  `Up to ${String(SAMPLES)} ${TAKEN[type]}, taken evenly. What you confirmed or corrected in that time gives the scores; of the rest it is told how far the two agree.`;
