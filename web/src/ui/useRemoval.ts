import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { tell } from "../api/errors";

const UNDO_MS = 6000;

export type RemovalOptions<Thing> = {
  readonly nameOf: (thing: Thing) => string;
  /** "3 moments", of more than one. */
  readonly nameOfSome?: (count: number) => string;
  /** Deletes it for good. Also called when the page is being closed: send it with `keepalive`. */
  readonly remove: (thing: Thing) => Promise<void>;
  /** All that was removed at once is gone from the server, or was refused. */
  readonly onDone?: () => void;
};

/**
 * Removes things with a way back: one goes from the page at once, and from the server when the time to undo is
 * over, or when the page is left.
 */
export function useRemoval<Thing extends { readonly id: string }>(options: RemovalOptions<Thing>) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<string, () => void>());

  const removeAll = useCallback((things: readonly Thing[]) => {
    const [first] = things;
    if (!first) return;
    const ids = things.map(({ id }) => id);
    const key = ids.join();
    const { nameOf, nameOfSome } = latest.current;
    const bringBack = (back: readonly string[]) =>
      setRemoved((all) => new Set([...all].filter((one) => !back.includes(one))));
    setRemoved((all) => new Set([...all, ...ids]));
    const removeOne = async (thing: Thing) => {
      try {
        await latest.current.remove(thing);
      } catch (error) {
        bringBack([thing.id]);
        tell(error);
      }
    };
    const finish = () => {
      clearTimeout(timer);
      waiting.current.delete(key);
      void Promise.all(things.map(removeOne)).then(() => latest.current.onDone?.());
    };
    const timer = setTimeout(finish, UNDO_MS);
    waiting.current.set(key, finish);
    const some = things.length > 1 && nameOfSome;
    toast(some ? `${some(things.length)} are deleted.` : `${nameOf(first)} is deleted.`, {
      id: `removed:${key}`,
      duration: UNDO_MS,
      action: {
        label: "Undo",
        onClick: () => {
          clearTimeout(timer);
          if (waiting.current.delete(key)) bringBack(ids);
        },
      },
    });
  }, []);
  const remove = useCallback((thing: Thing) => removeAll([thing]), [removeAll]);

  useEffect(() => {
    const pending = waiting.current;
    const finishAll = () => {
      for (const finish of [...pending.values()]) finish();
    };
    addEventListener("pagehide", finishAll);
    return () => {
      removeEventListener("pagehide", finishAll);
      finishAll();
    };
  }, []);

  return { removed, remove, removeAll };
}
