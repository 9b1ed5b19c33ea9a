import { useId, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import type { Camera } from "../api/client";
import { asPath, closes, MOST, moved, pointAt, pointsOf, type Point } from "./polygon";
import { ZoneName } from "./ZoneName";
import type { Zone } from "./zones";

const STEP = 0.01;
const LONG_STEP = 0.1;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Props = {
  readonly camera: Camera;
  readonly zones: readonly Zone[];
  /** The one that is being drawn. */
  readonly points: readonly Point[];
  readonly isClosed: boolean;
  readonly onChange: (points: readonly Point[]) => void;
  readonly onClose: () => void;
};

/**
 * The camera's picture with its zones. A touch sets a point, one at the first point closes the zone; with the keyboard the
 * arrows move a cross, Enter sets a point where it is, Backspace takes the last one back.
 */
export function ZonePicture({ camera, zones, points, isClosed, onChange, onClose }: Props) {
  const surface = useRef<HTMLDivElement>(null);
  const [cross, setCross] = useState<Point | null>(null);
  const help = useId();
  const { width, height } = camera.status;
  const put = (at: Point) => {
    if (isClosed) return;
    if (closes(points, at)) onClose();
    else if (points.length < MOST) onChange([...points, at]);
  };
  const onClick = (event: MouseEvent) => {
    if (!surface.current) return;
    setCross(null);
    put(pointAt(event, surface.current.getBoundingClientRect()));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    const at = cross ?? { x: 0.5, y: 0.5 };
    if (move) {
      const step = event.shiftKey ? LONG_STEP : STEP;
      setCross(moved(at, move[0] * step, move[1] * step));
    } else if (event.key === "Enter" || event.key === " ") put(at);
    else if (event.key === "Backspace" && !isClosed) onChange(points.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-col gap-2">
      <div
        ref={surface}
        role="application"
        aria-label={`Picture of ${camera.name}: draw a zone`}
        aria-describedby={help}
        tabIndex={0}
        onClick={onClick}
        onKeyDown={onKeyDown}
        style={{ aspectRatio: width > 0 && height > 0 ? `${width} / ${height}` : "16 / 9" }}
        className="relative w-full cursor-crosshair touch-manipulation overflow-hidden rounded-lg bg-black"
      >
        <img
          src={`/api/cameras/${encodeURIComponent(camera.id)}/frame.jpg`}
          alt=""
          draggable={false}
          className="absolute inset-0 size-full object-fill"
        />
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden className="absolute inset-0 size-full">
          {zones.map(({ id, polygon }) => (
            <polygon
              key={id}
              points={asPath(pointsOf(polygon))}
              vectorEffect="non-scaling-stroke"
              className="fill-white/20 stroke-white"
              strokeWidth={2}
            />
          ))}
          <Drawn points={points} isClosed={isClosed} />
        </svg>
        {zones.map(({ id, name, polygon }) => (
          <ZoneName key={id} name={name} points={pointsOf(polygon)} />
        ))}
        {points.map((point, index) => (
          <span
            key={index}
            className="absolute size-3 -translate-1/2 rounded-full bg-dog ring-2 ring-black/60"
            style={placed(point)}
          />
        ))}
        {cross && (
          <span className="absolute -translate-1/2 text-2xl leading-none text-dog" style={placed(cross)}>
            +
          </span>
        )}
      </div>
      <p id={help} className="min-h-10 text-sm text-muted">
        {isClosed
          ? "Give it a name and keep it, or begin again."
          : points.length === 0
            ? "Touch the corners of the zone, one after the other. By keyboard: arrows, Enter, Backspace."
            : "Touch the first point again when you are round, or “Close it”."}
      </p>
    </div>
  );
}

function Drawn({ points, isClosed }: Pick<Props, "points" | "isClosed">) {
  const Shape = isClosed ? "polygon" : "polyline";
  return (
    <Shape
      points={asPath(points)}
      vectorEffect="non-scaling-stroke"
      className={isClosed ? "fill-dog/30 stroke-dog" : "fill-none stroke-dog"}
      strokeWidth={2}
    />
  );
}

const placed = ({ x, y }: Point) => ({ left: `${x * 100}%`, top: `${y * 100}%` });
