import { useShortcut } from "../app/shortcuts";
import { useAppState } from "../state/store";

/** The keys of all that may be drawn on the picture, whether or not its toggles are shown. */
export function useOverlayKeys(): void {
  const toggle = useAppState((state) => state.toggleOverlay);
  useShortcut("d", () => toggle("detection"));
  useShortcut("p", () => toggle("pose"));
  useShortcut("z", () => toggle("zones"));
  useShortcut("h", () => toggle("heatmap"));
  useShortcut("n", () => toggle("annotations"));
}
