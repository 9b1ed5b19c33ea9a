import { Link, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { inWords, Unreachable } from "../api/errors";
import { Problem } from "../ui/Problem";

/** In place of a view that can't be shown. */
export function RouteProblem({ error }: ErrorComponentProps) {
  const router = useRouter();
  const title = error instanceof Unreachable ? "No connection to Pawsight" : "This can't be shown right now";
  useEffect(() => {
    console.error(error);
    // Whatever is away comes back: look every few seconds.
    const timer = setInterval(() => void router.invalidate(), 3000);
    return () => clearInterval(timer);
  }, [error, router]);
  return (
    <div className="grid min-h-dvh">
      <Problem title={title} action={{ label: "Try again", run: () => void router.invalidate() }}>
        {inWords(error)} Trying again every few seconds.
      </Problem>
    </div>
  );
}

export function UnknownPage() {
  return (
    <main className="grid min-h-dvh place-content-center gap-3 p-6 text-center">
      <h1 className="text-base font-semibold">There is no such page</h1>
      <Link to="/" className="min-h-11 text-sm font-medium text-dog-text underline underline-offset-4">
        Go to the live picture
      </Link>
    </main>
  );
}
