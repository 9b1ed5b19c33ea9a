import { useId, type ReactNode } from "react";

type Props = {
  readonly title: string;
  /** What it is about, in a sentence. */
  readonly about?: string | undefined;
  readonly children: ReactNode;
};

/** A part of a page of the settings. */
export function Section({ title, about, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <div>
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {about !== undefined && <p className="text-sm text-muted">{about}</p>}
      </div>
      {children}
    </section>
  );
}
