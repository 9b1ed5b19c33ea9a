import type { ReactNode } from "react";
import { Button } from "./Button";

type Props = {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
};

/** What went wrong, what is still safe, what to do: in place of a view or a part of it. */
export function Problem({ title, children, action }: Props) {
  return (
    <div role="alert" className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="text-sm text-muted">{children}</p>
      {action && (
        <Button onClick={action.run} className="mt-1">
          {action.label}
        </Button>
      )}
    </div>
  );
}
