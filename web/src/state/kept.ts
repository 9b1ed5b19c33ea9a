import type { Overlays } from "./appState";

/** What this browser keeps of the page's state from one visit to the next. */
export type Kept = { readonly tourDone: boolean; readonly overlays: Overlays };

const KEY = "pawsight:kept";

/** The contract's. */
const FIRST_OVERLAYS: Overlays = {
  detection: true,
  pose: true,
  heatmap: false,
  zones: true,
  annotations: true,
};

/** What was kept; what is not there, or can't be read, is as on a first visit. */
export function readKept(): Kept {
  let kept: unknown;
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    kept = null;
  }
  const overlays = partOf(kept, "overlays");
  const isOn = (name: keyof Overlays) => {
    const told = partOf(overlays, name);
    return typeof told === "boolean" ? told : FIRST_OVERLAYS[name];
  };
  return {
    tourDone: partOf(kept, "tourDone") === true,
    overlays: {
      detection: isOn("detection"),
      pose: isOn("pose"),
      heatmap: isOn("heatmap"),
      zones: isOn("zones"),
      annotations: isOn("annotations"),
    },
  };
}

const partOf = (whole: unknown, name: string): unknown =>
  typeof whole === "object" && whole !== null ? (whole as Record<string, unknown>)[name] : undefined;

/** Keeps it. A browser that keeps nothing (a private window may refuse) asks again next time. */
export function keep(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch (error) {
    console.warn("the browser keeps nothing of this page", error);
  }
}
