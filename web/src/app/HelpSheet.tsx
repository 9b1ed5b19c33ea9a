import { useAppState } from "../state/store";
import { Dialog } from "../ui/Dialog";
import { SHORTCUTS } from "./shortcuts";
import { NAV } from "./views";

/** Keys that are not those of one action. */
const PAGE_KEYS = [
  { key: "Ctrl K", does: "Find anything that can be done" },
  { key: `1 – ${NAV.length}`, does: NAV.map(({ label }) => label).join(", ") },
] as const;

/** The keys of the page; opened by `?`. */
export function HelpSheet() {
  const setOpen = useAppState((state) => state.setHelpOpen);
  return (
    <Dialog title="Keys" open onOpenChange={setOpen} className="w-96">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-3 text-sm">
        {[...PAGE_KEYS, ...SHORTCUTS].map(({ key, does }) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="grid h-7 min-w-7 place-items-center rounded-md border border-line bg-raised px-1.5 font-sans text-xs font-semibold">
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
