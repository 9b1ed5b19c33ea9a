/** What this browser keeps of the page's state from one visit to the next. */
export type Kept = { readonly tourDone: boolean };

const KEY = "pawsight:kept";

/** What was kept; what is not there, or can't be read, is as on a first visit. */
export function readKept(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const tourDone =
      typeof kept === "object" && kept !== null && "tourDone" in kept && kept.tourDone === true;
    return { tourDone };
  } catch {
    return { tourDone: false };
  }
}

/** Keeps it. A browser that keeps nothing (a private window may refuse) asks again next time. */
export function keep(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch (error) {
    console.warn("the browser keeps nothing of this page", error);
  }
}
