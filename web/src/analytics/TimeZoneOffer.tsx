import { useState } from "react";
import { Button } from "../ui/Button";
import { NEVER_CHOSEN, useSetTimeZone, zoneHere, zoneInWords } from "./timeZone";

const DECLINED = "pawsight:keeps-utc";

/**
 * Asks whoever has UTC whether her days shall rather begin where she is. It is asked and not done: the server can't
 * tell who never chose from who chose UTC, and all days would be counted anew.
 */
export function TimeZoneOffer({ zone }: { readonly zone: string }) {
  const set = useSetTimeZone();
  const here = zoneHere();
  const [isDeclined, setDeclined] = useState(() => localStorage.getItem(DECLINED) !== null);
  if (zone !== NEVER_CHOSEN || here === zone || isDeclined) return null;
  return (
    <section
      aria-label="Time zone"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-panel p-4 text-sm"
    >
      <p className="min-w-60 flex-1">
        Your days begin at midnight UTC. This device is in {zoneInWords(here)}: shall they begin at midnight
        there?
      </p>
      <div className="flex gap-2">
        <Button look="primary" disabled={set.isPending} onClick={() => set.mutate(here)}>
          Use {zoneInWords(here)}
        </Button>
        <Button
          onClick={() => {
            localStorage.setItem(DECLINED, "1");
            setDeclined(true);
          }}
        >
          Keep UTC
        </Button>
      </div>
    </section>
  );
}
