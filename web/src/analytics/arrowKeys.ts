import type { KeyboardEvent } from "react";

type Options = {
  readonly count: number;
  /** The one that is chosen. */
  readonly at: number;
  /** Of a grid that is read row by row; 1 for a single row. */
  readonly columns: number;
  readonly onMove: (index: number) => void;
};

/** One tab stop for many buttons: the arrow keys, Home and End move among them, and choose. */
export function arrowKeys({ count, at, columns, onMove }: Options) {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: columns === 1 ? 1 : -columns,
    ArrowDown: columns === 1 ? -1 : columns,
    Home: -at,
    End: count - 1 - at,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = at + step;
    if (next < 0 || next >= count) return;
    onMove(next);
    event.currentTarget.querySelectorAll("button")[next]?.focus();
  };
  return { onKeyDown, tabIndexOf: (index: number) => (index === Math.max(at, 0) ? 0 : -1) };
}
