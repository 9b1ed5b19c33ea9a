import { Dialog as Parts } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
  /** Width of the sheet. */
  readonly className?: string;
};

/** A sheet in the middle of the page, at the foot of a phone, with its title and a way out. */
export function Dialog({ title, open, onOpenChange, children, className = "w-80" }: Props) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Backdrop className="fixed inset-0 z-20 bg-black/50" />
        <Parts.Popup
          className={`fixed top-1/2 left-1/2 z-20 max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] -translate-1/2 overflow-y-auto rounded-xl border border-line bg-panel p-5 text-text shadow-2xl phone:inset-x-0 phone:top-auto phone:bottom-0 phone:w-full phone:max-w-full phone:translate-none phone:rounded-b-none phone:p-4 phone:pb-[max(1rem,env(safe-area-inset-bottom))] ${className}`}
        >
          <div className="mb-3 flex items-center justify-between gap-3">
            <Parts.Title className="text-base font-semibold">{title}</Parts.Title>
            <Parts.Close
              aria-label="Close"
              className="-m-2 grid size-11 shrink-0 place-items-center rounded-lg text-muted hover:text-text"
            >
              <X size={18} aria-hidden />
            </Parts.Close>
          </div>
          {children}
        </Parts.Popup>
      </Parts.Portal>
    </Parts.Root>
  );
}
