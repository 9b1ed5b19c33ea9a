import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { ANALYTICS, timeZoneQuery } from "./queries";

/** What the server says until somebody has chosen. */
export const NEVER_CHOSEN = "UTC";

/** The time zone of this browser, an IANA name. */
export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All that this browser knows; UTC is not among those that it lists. */
export const allZones = (): string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** Says where the owner's days begin and end; they are counted anew. */
export function useSetTimeZone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (timeZone: string) =>
      bodyOf(await api.PUT("/api/auth/time-zone", { body: { timeZone } })).timeZone,
    onSuccess: (timeZone) => {
      queries.setQueryData(timeZoneQuery.queryKey, timeZone);
      void queries.invalidateQueries({ queryKey: [ANALYTICS] });
      toast.success(`Your days are counted by the clock of ${zoneInWords(timeZone)}.`);
    },
  });
}

/** "Europe/Berlin" as "Berlin (Europe)" */
export function zoneInWords(zone: string): string {
  const [region, ...place] = zone.replaceAll("_", " ").split("/");
  return place.length === 0 ? (region ?? zone) : `${place.join(", ")} (${region ?? ""})`;
}
