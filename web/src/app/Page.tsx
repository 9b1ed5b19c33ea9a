import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { CrashBoundary } from "./CrashBoundary";
import type { PageParts } from "./createPage";

export function Page({ queries, router }: PageParts) {
  return (
    <CrashBoundary>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CrashBoundary>
  );
}
