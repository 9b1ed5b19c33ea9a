export const RANGES = [7, 30, 90] as const;
export type Range = (typeof RANGES)[number];

/** Which events are behind a figure: of one kind or all, in a time, of one camera or all. */
export type Moments = {
  readonly type?: string;
  /** RFC 3339, inclusive. */
  readonly from: string;
  /** RFC 3339, exclusive. */
  readonly to: string;
  readonly camera?: string;
};

/** What the address of the analytics says. */
export type AnalyticsSearch = { readonly range?: Range; readonly moments?: Moments };

/** Reads an address that anybody may have written. */
export function analyticsSearch({ range, moments }: Record<string, unknown>): AnalyticsSearch {
  const known = RANGES.find((one) => one === range);
  const shown = momentsOf(moments);
  return { ...(known && { range: known }), ...(shown && { moments: shown }) };
}

function momentsOf(value: unknown): Moments | null {
  if (typeof value !== "object" || value === null) return null;
  const { type, from, to, camera } = value as Record<string, unknown>;
  if (!isTime(from) || !isTime(to)) return null;
  return {
    ...(typeof type === "string" && { type }),
    from,
    to,
    ...(typeof camera === "string" && { camera }),
  };
}

const isTime = (value: unknown): value is string =>
  typeof value === "string" && !Number.isNaN(Date.parse(value));
