/** How a field of a form looks. */
export const FIELD = "min-h-11 w-full rounded-lg border border-line bg-page px-3 text-base";
export const LABEL = "flex flex-col gap-1.5 text-sm font-medium";
/** The frame around the rows of a list. */
export const LIST = "divide-y divide-line rounded-xl border border-line bg-panel empty:hidden";
/** In place of a list that is empty. */
export const EMPTY = "rounded-xl border border-dashed border-line p-6 text-center text-sm text-muted";
