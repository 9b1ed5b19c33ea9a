import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Trash2 } from "lucide-react";
import { Button } from "./Button";

type Props = {
  readonly name: string;
  /** What goes and what stays. */
  readonly consequence: string;
  readonly onRemove: () => void;
};

/** A button that deletes something once it was asked for twice. */
export function Remove({ name, consequence, onRemove }: Props) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={<Button look="ghost" aria-label={`Delete ${name}`} />}>
        <Trash2 size={17} aria-hidden />
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 bg-black/50" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 w-88 max-w-[calc(100vw-2rem)] -translate-1/2 rounded-xl border border-line bg-panel p-5 text-text shadow-2xl">
          <AlertDialog.Title className="text-base font-semibold">Delete {name}?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm text-muted">{consequence}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>Keep it</AlertDialog.Close>
            <AlertDialog.Close render={<Button look="alarm" />} onClick={onRemove}>
              Delete
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
