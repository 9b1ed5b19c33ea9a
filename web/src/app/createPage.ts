import type { QueryClient } from "@tanstack/react-query";
import { createQueryClient, meQuery } from "../api/queries";
import { backTo, createPageRouter } from "./router";

export type PageParts = {
  readonly queries: QueryClient;
  readonly router: ReturnType<typeof createPageRouter>;
};

/** The server's data and the routes, tied together: whoever is told that the session is over signs in again. */
export function createPage(): PageParts {
  const queries = createQueryClient(() => {
    const { pathname, href } = router.state.location;
    if (pathname === "/sign-in") return;
    queries.removeQueries({ queryKey: meQuery.queryKey });
    void router.navigate({ to: "/sign-in", search: backTo(href), replace: true });
  });
  const router = createPageRouter({ queries });
  return { queries, router };
}
