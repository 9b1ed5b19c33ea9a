import { useId } from "react";
import type { Heatmap } from "../api/client";

/** Where dogs were, over a picture that it fills: the denser spots are where more happened, the busiest one is opaque. */
export function HeatCells({ map }: { readonly map: Heatmap }) {
  const soft = useId();
  const most = Math.max(...map.cells.flat(), 1);
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${map.columns} ${map.rows}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
    >
      <filter id={soft} x="-20%" y="-20%" width="140%" height="140%">
        <feGaussianBlur stdDeviation="0.5" />
      </filter>
      <g filter={`url(#${soft})`}>
        {map.cells.flatMap((row, y) =>
          row.map((events, x) =>
            events === 0 ? null : (
              <circle
                key={`${x},${y}`}
                cx={x + 0.5}
                cy={y + 0.5}
                r="0.9"
                className="fill-dog"
                opacity={0.25 + (0.75 * events) / most}
              />
            ),
          ),
        )}
      </g>
    </svg>
  );
}
