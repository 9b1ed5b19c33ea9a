import { Trash2 } from "lucide-react";
import { Button } from "./Button";
import { Confirm } from "./Confirm";

type Props = {
  readonly name: string;
  /** What goes and what stays. */
  readonly consequence: string;
  readonly onRemove: () => void;
};

/** A button that deletes something once it was asked for twice. */
export function Remove({ name, consequence, onRemove }: Props) {
  return (
    <Confirm
      button={<Button look="ghost" aria-label={`Delete ${name}`} />}
      question={`Delete ${name}?`}
      consequence={consequence}
      yes="Delete"
      no="Keep it"
      isAlarming
      onYes={onRemove}
    >
      <Trash2 size={17} aria-hidden />
    </Confirm>
  );
}
