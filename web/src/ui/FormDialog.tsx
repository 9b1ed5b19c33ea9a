import type { ReactNode, SubmitEvent } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

type Props = {
  readonly title: string;
  /** What the button says that sends it. */
  readonly submit: string;
  /** It is on its way: it can't be sent again. */
  readonly isPending: boolean;
  /** Beside the buttons: how far it is. */
  readonly state?: ReactNode;
  readonly onSubmit: (data: FormData) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A form in a dialog: its fields, and at its foot what sends it and what leaves it. */
export function FormDialog({ title, submit, isPending, state, onSubmit, onClose, children }: Props) {
  return (
    <Dialog
      title={title}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-120"
    >
      <form
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          onSubmit(new FormData(event.currentTarget));
        }}
        className="flex flex-col gap-4"
      >
        {children}
        <div className="flex items-center justify-end gap-2">
          {state}
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
