import { MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { useAppState } from "../state/store";
import { api, bodyOf, type Readiness } from "./client";
import { apiError, ApiError, tell } from "./errors";

/** The server's data. Time-outs are retried below, in `retryingFetch`; an answer is never asked for again. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const heard = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        heard(error);
        // What is asked for again and again shows its state on the page; a toast each time would only nag.
        if (query.meta?.quiet !== true) tell(error);
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        heard(error);
        if (mutation.meta?.quiet !== true) tell(error);
      },
    }),
    defaultOptions: {
      queries: { retry: false, staleTime: 2_000, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/auth/me", { signal })),
  staleTime: 5 * 60_000,
  meta: { quiet: true },
});

/** Somebody was told that the session is over: ask, and if it is so, `onSignedOut` is called. */
export function checkSession(queries: QueryClient): void {
  // What goes wrong is heard by the query cache.
  queries.query({ ...meQuery, staleTime: 0 }).catch(() => undefined);
}

export const camerasQuery = queryOptions({
  queryKey: ["cameras"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/cameras", { signal })).items,
  refetchInterval: 3_000,
  meta: { quiet: true },
});

export const readinessQuery = queryOptions({
  queryKey: ["readiness"],
  queryFn: async ({ signal }): Promise<Readiness> => {
    const { data, error, response } = await api.GET("/readyz", { signal });
    const readiness = data ?? error;
    // A proxy in between says 503 in its own words.
    if (typeof readiness !== "object" || !("checks" in readiness)) throw apiError(response.status, null);
    return readiness;
  },
  refetchInterval: 15_000,
  meta: { quiet: true },
});

/** The events themselves are in the store, where the WebSocket adds to them; this tells whether they came. */
export const recentEventsQuery = queryOptions({
  queryKey: ["events", "recent"],
  queryFn: async ({ signal }) => {
    const { items } = bodyOf(await api.GET("/api/events/recent", { signal }));
    useAppState.getState().addEvents(items);
    return items.length;
  },
  staleTime: 60_000,
  meta: { quiet: true },
});
