import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import { ANALYTICS } from "../analytics/queries";

const SOON_MS = 3_000;
const FRESH_MS = 60_000;

/** Which run the analytics show, if any; asked again soon while its days are counted. */
export const analyticsSourceQuery = queryOptions({
  queryKey: [ANALYTICS, "source"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/analytics/source", { signal })),
  staleTime: FRESH_MS,
  refetchInterval: ({ state }) => (state.data?.counted === false ? SOON_MS : FRESH_MS),
  meta: { quiet: true },
});
