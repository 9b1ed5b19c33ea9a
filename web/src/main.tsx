import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient, meQuery } from "./api/queries";
import { CrashBoundary } from "./app/CrashBoundary";
import { createPageRouter } from "./app/router";
import "./styles.css";

const queries = createQueryClient(() => {
  // The session ended elsewhere: forget who was signed in, and let the routes ask again.
  if (router.state.location.pathname === "/sign-in") return;
  queries.removeQueries({ queryKey: meQuery.queryKey });
  void router.navigate({ to: "/sign-in", replace: true });
});
const router = createPageRouter({ queries });

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <CrashBoundary>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CrashBoundary>
  </StrictMode>,
);
