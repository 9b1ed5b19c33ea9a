import { useEffect, useRef } from "react";

/** Every key of the page, as the help sheet lists them. */
export const SHORTCUTS = [
  { key: "c", does: "Keep the last 30 seconds" },
  { key: "s", does: "Keep this picture" },
  { key: "e", does: "Mark this moment" },
  { key: "d", does: "Show or hide the boxes" },
  { key: "p", does: "Show or hide the joints of a dog, with its box" },
  { key: "z", does: "Show or hide the zones" },
  { key: "h", does: "Show or hide where dogs were today, as a heat map" },
  { key: "n", does: "Show or hide what happened, on a recording" },
  { key: "m", does: "Sound on or off" },
  { key: "j", does: "Ten seconds back, into the recording" },
  { key: "k", does: "Pause the recording, or go on" },
  { key: "l", does: "Back to live" },
  { key: "g", does: "All cameras beside each other, or one" },
  { key: "f", does: "Fill the screen with the picture" },
  { key: "a", does: "Ask the coach" },
  { key: "t", does: "Be shown around, in three steps" },
  { key: "?", does: "Show these keys" },
] as const;

export type ShortcutKey = (typeof SHORTCUTS)[number]["key"];

/** Those that do something in the view that is open. */
const available = new Map<ShortcutKey, () => void>();

/** What the keys do in the view that is open, to be offered in another way too. */
export const availableShortcuts = () =>
  SHORTCUTS.flatMap(({ key, does }) => {
    const run = available.get(key);
    return run ? [{ key, does, run }] : [];
  });

/** Runs `action` at a key, unless it is typed into a field or belongs to the browser (Ctrl, Alt, Meta). */
export function useShortcut(key: ShortcutKey, action: () => void): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== key || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest("input, select, textarea, [role=dialog]")) {
        return;
      }
      event.preventDefault();
      latest.current();
    };
    const run = () => latest.current();
    available.set(key, run);
    addEventListener("keydown", onKeyDown);
    return () => {
      if (available.get(key) === run) available.delete(key);
      removeEventListener("keydown", onKeyDown);
    };
  }, [key]);
}
