import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { inWords } from "../api/errors";
import { Problem } from "./Problem";

type Props<Data> = {
  readonly query: UseQueryResult<Data>;
  /** "your robots" */
  readonly what: string;
  readonly children: (data: Data) => ReactNode;
};

/** What was asked of the server: its place while it comes, why it does not, and then itself. */
export function Loaded<Data>({ query, what, children }: Props<Data>) {
  const { data, error, isPending } = query;
  if (data !== undefined) return children(data);
  if (isPending) {
    return (
      <div
        aria-busy
        aria-label={`Loading ${what}`}
        className="h-18 animate-pulse rounded-xl border border-line bg-panel"
      />
    );
  }
  return (
    <Problem
      title={`${what.charAt(0).toUpperCase()}${what.slice(1)} can't be shown`}
      action={{ label: "Try again", run: () => void query.refetch() }}
    >
      {inWords(error)}
    </Problem>
  );
}
