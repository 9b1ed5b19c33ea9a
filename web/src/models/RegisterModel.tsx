import { useState } from "react";
import { FIELD, LABEL, textOf } from "../ui/field";
import { FormDialog } from "../ui/FormDialog";
import type { ModelType } from "./queries";
import { UploadState } from "./UploadState";
import { useRegisterModel } from "./useModels";
import { MODEL_TYPES, TYPES } from "./words";

/** Letters, figures, dots, dashes and underscores, as the API takes them. */
const NAME = "[A-Za-z0-9][A-Za-z0-9._\\-]*";

/** Brings a model: what it is, its name, its file. */
export function RegisterModel({ onClose }: { readonly onClose: () => void }) {
  const register = useRegisterModel();
  const [type, setType] = useState<ModelType>("detector");
  const close = () => {
    register.cancel();
    onClose();
  };
  const submit = (data: FormData) => {
    const file = data.get("file");
    if (!(file instanceof File)) return;
    const [name, version] = [textOf(data, "name"), textOf(data, "version")];
    register.mutate(
      { type, name, version, description: textOf(data, "description"), file },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title="Register a model"
      submit="Register"
      isPending={register.isPending}
      state={<UploadState isPending={register.isPending} sent={register.sent} then="Opening it…" />}
      onSubmit={submit}
      onClose={close}
    >
      <label className={LABEL}>
        What it does
        <select
          value={type}
          onChange={({ target }) => setType(MODEL_TYPES.find((one) => one === target.value) ?? "detector")}
          className={FIELD}
        >
          {MODEL_TYPES.map((one) => (
            <option key={one} value={one}>
              {TYPES[one].label}: {TYPES[one].does}
            </option>
          ))}
        </select>
      </label>
      <div className="grid grid-cols-[2fr_1fr] gap-3">
        <label className={LABEL}>
          Name
          <input name="name" required maxLength={100} pattern={NAME} placeholder="garden" className={FIELD} />
        </label>
        <label className={LABEL}>
          Version
          <input name="version" required maxLength={50} pattern={NAME} placeholder="1" className={FIELD} />
        </label>
      </div>
      <label className={LABEL}>
        File
        <input name="file" type="file" required accept={TYPES[type].accepts} className={`${FIELD} py-2`} />
      </label>
      <label className={LABEL}>
        What you know of it
        <textarea name="description" maxLength={2000} rows={3} className={`${FIELD} py-2`} />
      </label>
    </FormDialog>
  );
}
