import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timeZoneQuery } from "../analytics/queries";
import { allZones, useSetTimeZone, zoneHere, zoneInWords } from "../analytics/timeZone";
import { inWords } from "../api/errors";
import { Button } from "../ui/Button";

/** Where the owner's days begin and end, to see and to change. */
export function TimeZoneField() {
  const { data: zone, error } = useQuery(timeZoneQuery);
  const [isChanging, setChanging] = useState(false);
  return (
    <section aria-labelledby="time-zone-title" className="flex flex-col gap-3">
      <h2 id="time-zone-title" className="text-base font-semibold">
        Your days
      </h2>
      <p className="text-sm text-muted">
        They begin and end at midnight of this time zone. When it changes, all days are counted anew.
      </p>
      {error ? (
        <p role="alert" className="text-sm text-muted">
          {inWords(error)}
        </p>
      ) : zone !== undefined && isChanging ? (
        <Choice zone={zone} onDone={() => setChanging(false)} />
      ) : (
        <div className="flex min-h-11 items-center justify-between gap-4">
          <p className="text-sm font-medium">{zone === undefined ? "Looking it up…" : zoneInWords(zone)}</p>
          <Button disabled={zone === undefined} onClick={() => setChanging(true)}>
            Change time zone
          </Button>
        </div>
      )}
    </section>
  );
}

type ChoiceProps = { readonly zone: string; readonly onDone: () => void };

function Choice({ zone, onDone }: ChoiceProps) {
  const set = useSetTimeZone();
  const here = zoneHere();
  const change = (name: string) => set.mutate(name, { onSuccess: onDone });
  // A server may know a name that this browser does not.
  const zones = [...new Set([...allZones(), here, zone])].toSorted();
  return (
    <div className="flex flex-wrap gap-2">
      <select
        autoFocus
        aria-label="Time zone"
        value={set.isPending ? set.variables : zone}
        disabled={set.isPending}
        onChange={({ target }) => change(target.value)}
        className="min-h-11 min-w-0 flex-1 rounded-lg border border-line bg-panel px-3 text-sm"
      >
        {zones.map((name) => (
          <option key={name} value={name}>
            {name.replaceAll("_", " ")}
          </option>
        ))}
      </select>
      {zone !== here && (
        <Button disabled={set.isPending} onClick={() => change(here)}>
          Use {zoneInWords(here)}
        </Button>
      )}
      <Button look="ghost" onClick={onDone}>
        Cancel
      </Button>
    </div>
  );
}
