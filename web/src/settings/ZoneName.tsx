import type { Point } from "./polygon";

type Props = { readonly name: string; readonly points: readonly Point[] };

/** A zone's name at its foot, over the picture: what stands in a zone has its head above. */
export function ZoneName({ name, points }: Props) {
  const foot = points.toSorted((a, b) => b.y - a.y || a.x - b.x)[0];
  if (!foot) return null;
  return (
    <span
      style={{ left: `${foot.x * 100}%`, top: `${foot.y * 100}%` }}
      className="absolute m-1 max-w-40 -translate-y-[calc(100%+0.5rem)] truncate rounded bg-black/60 px-1.5 text-xs font-medium text-white"
    >
      {name}
    </span>
  );
}
