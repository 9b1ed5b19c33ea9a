import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./Button";

type Props = {
  /** The button that asks, without what is written on it. */
  readonly button: ReactElement;
  /** What is written on the button. */
  readonly children: ReactNode;
  readonly question: string;
  /** What will happen, before it does. */
  readonly consequence: string;
  readonly yes: string;
  readonly no?: string;
  /** It can't be undone. */
  readonly isAlarming?: boolean;
  readonly onYes: () => void;
};

/** A button that does something once it was said what will happen, and confirmed. */
export function Confirm({
  button,
  children,
  question,
  consequence,
  yes,
  no = "Cancel",
  isAlarming = false,
  onYes,
}: Props) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={button}>{children}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-20 bg-black/50" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-20 w-88 max-w-[calc(100vw-2rem)] -translate-1/2 rounded-xl border border-line bg-panel p-5 text-text shadow-2xl">
          <AlertDialog.Title className="text-base font-semibold">{question}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm text-muted">{consequence}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{no}</AlertDialog.Close>
            <AlertDialog.Close render={<Button look={isAlarming ? "alarm" : "primary"} />} onClick={onYes}>
              {yes}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
