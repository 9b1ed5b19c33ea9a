/** A point of a picture: fractions of its width and height, 0..1. */
export type Point = { readonly x: number; readonly y: number };

/** A zone has at least so many points, or it has no inside. */
export const FEWEST = 3;
/** The API takes no more. */
export const MOST = 64;

/** So near to the first point, in fractions of the picture, a touch closes the zone. */
const NEAR = 0.03;

/** Where a touch lies on a picture that is shown at `frame`, in the units of the page; what is outside is at the edge. */
export function pointAt(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  frame: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Point {
  return {
    x: fraction((clientX - frame.left) / frame.width),
    y: fraction((clientY - frame.top) / frame.height),
  };
}

/** A point moved by a step, and never out of the picture. */
export const moved = ({ x, y }: Point, dx: number, dy: number): Point => ({
  x: fraction(x + dx),
  y: fraction(y + dy),
});

/** Whether a touch means the first point: then the zone is closed. */
export function closes(points: readonly Point[], at: Point): boolean {
  const [first] = points;
  return first !== undefined && points.length >= FEWEST && Math.hypot(at.x - first.x, at.y - first.y) < NEAR;
}

/** A polygon as the API has it, as points. */
export const pointsOf = (polygon: readonly (readonly number[])[]): Point[] =>
  polygon.map(([x = 0, y = 0]) => ({ x, y }));

/** Points as an SVG polygon has them, in a picture of 1 by 1. */
export const asPath = (points: readonly Point[]): string => points.map(({ x, y }) => `${x},${y}`).join(" ");

/** To a thousandth, so that nobody sends sixteen figures of a touch. */
function fraction(value: number): number {
  return Number.isFinite(value) ? Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000 : 0;
}
