import { useQuery } from "@tanstack/react-query";
import { timeZoneQuery } from "../analytics/queries";
import { allZones, useSetTimeZone, zoneHere, zoneInWords } from "../analytics/timeZone";
import { inWords } from "../api/errors";
import { Button } from "../ui/Button";

/** Where the owner's days begin and end, to see and to change. */
export function TimeZoneField() {
  const { data: zone, error } = useQuery(timeZoneQuery);
  const set = useSetTimeZone();
  const here = zoneHere();
  const shown = set.isPending ? set.variables : zone;
  // A server may know a name that this browser does not.
  const zones = shown === undefined ? [] : [...new Set([...allZones(), here, shown])].toSorted();
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
      ) : (
        <div className="flex flex-wrap gap-2">
          <select
            aria-label="Time zone"
            value={shown ?? ""}
            disabled={zone === undefined || set.isPending}
            onChange={({ target }) => set.mutate(target.value)}
            className="min-h-11 min-w-0 flex-1 rounded-lg border border-line bg-panel px-3 text-sm"
          >
            {zones.map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("_", " ")}
              </option>
            ))}
          </select>
          {zone !== undefined && shown !== here && (
            <Button disabled={set.isPending} onClick={() => set.mutate(here)}>
              Use {zoneInWords(here)}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
