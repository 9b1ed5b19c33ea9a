import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useAppState } from "../state/store";
import { NAV } from "./views";

/** Ctrl K (or Cmd K) finds anything; a digit leads to its view. */
export function usePageKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const { paletteOpen, setPaletteOpen } = useAppState.getState();
      if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k") {
        event.preventDefault();
        setPaletteOpen(!paletteOpen);
        return;
      }
      const isTyped = target instanceof Element && target.closest("input, select, textarea, [role=dialog]");
      const entry = NAV[Number(key) - 1];
      if (!entry || ctrlKey || metaKey || altKey || isTyped) return;
      event.preventDefault();
      void navigate({ to: entry.path });
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [navigate]);
}
