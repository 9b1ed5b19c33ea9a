import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { tell } from "../api/errors";

const UNDO_MS = 6000;

export type RemovalOptions<Thing> = {
  readonly nameOf: (thing: Thing) => string;
  /** Deletes it for good. Also called when the page is being closed: send it with `keepalive`. */
  readonly remove: (thing: Thing) => Promise<void>;
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

  const remove = useCallback((thing: Thing) => {
    const { id } = thing;
    const bringBack = () => setRemoved((all) => new Set([...all].filter((one) => one !== id)));
    setRemoved((all) => new Set(all).add(id));
    const finish = () => {
      clearTimeout(timer);
      waiting.current.delete(id);
      latest.current.remove(thing).catch((error: unknown) => {
        bringBack();
        tell(error);
      });
    };
    const timer = setTimeout(finish, UNDO_MS);
    waiting.current.set(id, finish);
    toast(`${latest.current.nameOf(thing)} is deleted.`, {
      id: `removed:${id}`,
      duration: UNDO_MS,
      action: {
        label: "Undo",
        onClick: () => {
          clearTimeout(timer);
          if (waiting.current.delete(id)) bringBack();
        },
      },
    });
  }, []);

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

  return { removed, remove };
}
