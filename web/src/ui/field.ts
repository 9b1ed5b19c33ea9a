/** How a field of a form looks. */
export const FIELD = "min-h-11 w-full rounded-lg border border-line bg-page px-3 text-base";
export const LABEL = "flex flex-col gap-1.5 text-sm font-medium";
/** What was written into a field of a form, without the blanks around it. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}
/** The frame around the rows of a list. */
export const LIST = "divide-y divide-line rounded-xl border border-line bg-panel empty:hidden";
/** In place of a list that is empty. */
export const EMPTY = "rounded-xl border border-dashed border-line p-6 text-center text-sm text-muted";
