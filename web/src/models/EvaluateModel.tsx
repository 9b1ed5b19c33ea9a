import type { SubmitEvent } from "react";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FIELD, LABEL } from "../ui/field";
import { BUILT_IN, fullNameOf } from "./names";
import type { Model } from "./queries";
import { UploadState } from "./UploadState";
import { useEvaluateModel } from "./useModels";

type Props = {
  readonly model: Model;
  /** Those of the same type that it may be compared with. */
  readonly others: readonly Model[];
  readonly onClose: () => void;
};

/** Has a model looked at beside another one, on a labelled set. */
export function EvaluateModel({ model, others, onClose }: Props) {
  const evaluate = useEvaluateModel();
  const { type, name, version } = model;
  const close = () => {
    evaluate.cancel();
    onClose();
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [file, baseline] = [data.get("file"), data.get("baseline")];
    if (!(file instanceof File)) return;
    const beside = typeof baseline === "string" && baseline !== "" ? baseline : null;
    evaluate.mutate({ type, name, version, baseline: beside, file }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={`Evaluate ${fullNameOf(model)}`}
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      className="w-120"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <label className={LABEL}>
          Beside
          <select name="baseline" className={FIELD}>
            <option value="">The one that answers now</option>
            {[BUILT_IN, ...others].map(fullNameOf).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label className={LABEL}>
          Labelled set
          <input name="file" type="file" required accept=".zip" className={`${FIELD} py-2`} />
        </label>
        <p className="text-sm text-muted">
          {type === "sound"
            ? "A ZIP of sounds with `labels.csv` (file,label)."
            : "A ZIP of pictures with `annotations.json` as COCO has it."}{" "}
          Live cameras go first, so it may take a while; you can leave the page.
        </p>
        <div className="flex items-center justify-end gap-2">
          <UploadState isPending={evaluate.isPending} sent={evaluate.sent} then="Looking at the set…" />
          <Button look="ghost" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={evaluate.isPending}>
            Evaluate
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
