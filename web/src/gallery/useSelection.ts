import { useState } from "react";
import type { Moment } from "./moments";

/** Moments that are chosen out of those that are shown, to be dealt with together. */
export function useSelection(shown: readonly Moment[]) {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  /** The one that was touched last: a range begins there. */
  const [from, setFrom] = useState<string | null>(null);
  const choose = ({ id }: Moment, upTo: boolean) => {
    const before = ids ?? new Set();
    const ends = [from, id].map((end) => shown.findIndex((one) => one.id === end));
    const [first, last] = [Math.min(...ends), Math.max(...ends)];
    if (upTo && first >= 0) {
      setIds(new Set([...before, ...shown.slice(first, last + 1).map((one) => one.id)]));
    } else {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      setIds(next);
    }
    setFrom(id);
  };
  return {
    isOn: ids !== null,
    chosen: shown.filter(({ id }) => ids?.has(id)),
    has: ({ id }: Moment) => ids?.has(id) ?? false,
    choose,
    begin: () => setIds(new Set()),
    end: () => setIds(null),
  };
}
