import { useQuery } from "@tanstack/react-query";
import { toast } from "sonner";
import { tell } from "../api/errors";
import { Toggle } from "../ui/Toggle";
import {
  isThisBrowser,
  PushRefused,
  thisBrowserQuery,
  useThisBrowser,
  type PushBrowser,
  type PushState,
} from "./push";

const WORDS: Readonly<Record<PushState, string>> = {
  on: "It is told.",
  off: "It is not told.",
  denied:
    "It may not show notifications: you, or a rule of the browser, said no. Allow it in the browser's settings for this page.",
  insecure:
    "A browser takes pushed news only from pages that come over https, or from this machine. Open Pawsight by an https address.",
  unsupported:
    "This browser can't be told. On an iPhone or iPad, add Pawsight to the home screen first and open it from there.",
};

/** Whether this browser is told; the switch asks the browser's permission. browsers: those the server knows. */
export function ThisBrowser({ browsers }: { readonly browsers: readonly PushBrowser[] | undefined }) {
  const change = useThisBrowser();
  const { data: local } = useQuery(thisBrowserQuery);
  // One that was removed at another browser is told nothing, whatever it has itself.
  const state = local === "on" && browsers && !browsers.some(isThisBrowser) ? "off" : local;
  const canChange = state === "on" || state === "off";
  const onChange = (told: boolean) =>
    change.mutate(told, {
      onError: (error) => {
        if (error instanceof PushRefused) toast.error(error.message);
        else tell(error);
      },
    });
  return (
    <div className="flex min-h-14 items-center justify-between gap-4 rounded-xl border border-line bg-panel py-2 pr-2 pl-4">
      <p role="status" className="min-w-0 text-sm">
        {change.isPending
          ? change.variables
            ? "Asking the browser…"
            : "Taking leave…"
          : state === undefined
            ? "Looking…"
            : WORDS[state]}
      </p>
      {canChange && (
        <Toggle
          label="Tell this browser"
          isOn={change.isPending ? change.variables : state === "on"}
          disabled={change.isPending}
          onChange={onChange}
        />
      )}
    </div>
  );
}
