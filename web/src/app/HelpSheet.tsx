import { useAppState } from "../state/store";
import { Dialog } from "../ui/Dialog";
import { SHORTCUTS } from "./shortcuts";

/** The keys of the page; opened by `?`. */
export function HelpSheet() {
  const open = useAppState((state) => state.helpOpen);
  const setOpen = useAppState((state) => state.setHelpOpen);
  return (
    <Dialog title="Keys" open={open} onOpenChange={setOpen}>
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
    </Dialog>
  );
}
