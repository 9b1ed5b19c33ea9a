import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useAppState } from "../state/store";
import { SHORTCUTS } from "./shortcuts";

/** The keys of the page; opened by `?`. */
export function HelpSheet() {
  const open = useAppState((state) => state.helpOpen);
  const setOpen = useAppState((state) => state.setHelpOpen);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-black/50" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 w-80 max-w-[calc(100vw-2rem)] -translate-1/2 rounded-xl border border-line bg-panel p-5 text-text shadow-2xl">
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="text-base font-semibold">Keys</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="-m-2 grid size-11 place-items-center rounded-lg text-muted hover:text-text"
            >
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-3 text-sm">
            {SHORTCUTS.map(({ key, does }) => (
              <div key={key} className="contents">
                <dt>
                  <kbd className="grid size-7 place-items-center rounded-md border border-line bg-raised font-sans text-xs font-semibold">
                    {key}
                  </kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
