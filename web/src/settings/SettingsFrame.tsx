import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { SETTINGS_PAGES } from "../app/views";

type Props = {
  readonly title: string;
  /** What this page comes to, in a sentence. */
  readonly summary?: string | undefined;
  readonly children: ReactNode;
};

/** A page of the settings, with the way to the others. */
export function SettingsFrame({ title, summary, children }: Props) {
  return (
    <div className="overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 p-4 pb-10 desk:py-8">
        <nav aria-label="Settings" className="-mx-2 flex flex-wrap gap-x-1">
          {SETTINGS_PAGES.map(({ path, label }) => (
            <Link
              key={path}
              to={path}
              activeOptions={{ exact: true }}
              className="inline-flex min-h-11 items-center rounded-lg px-3 text-sm font-medium text-muted transition-colors duration-150 hover:text-text aria-[current=page]:bg-raised aria-[current=page]:text-text"
            >
              {label}
            </Link>
          ))}
        </nav>
        <header>
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {summary !== undefined && <p className="mt-1 min-h-5 text-sm text-muted">{summary}</p>}
        </header>
        {children}
      </div>
    </div>
  );
}
