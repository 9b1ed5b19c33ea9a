import { px, type Box, type Px, type Size } from "./units";

const GAP = 4;

/**
 * Where the label of a box goes: above it, else below it, else at its foot: never over the head, always
 * whole inside the stage, and beside the labels that are already there if one of the three places is free.
 */
export function placeLabel(
  box: Box<Px>,
  label: Size<Px>,
  stage: Size<Px>,
  taken: readonly Box<Px>[],
): Box<Px> {
  const x = clamp(box.x, 0, stage.width - label.width);
  const above = box.y - GAP - label.height;
  const below = box.y + box.h + GAP;
  const foot = box.y + box.h - GAP - label.height;
  const fits = [above, below].filter((y) => y >= 0 && y + label.height <= stage.height);
  const places = [...fits, foot].map((y): Box<Px> => {
    const inside = clamp(y, 0, stage.height - label.height);
    return { x: px(x), y: px(inside), w: label.width, h: label.height };
  });
  const free = places.find((place) => !taken.some((other) => overlap(place, other)));
  return free ?? places[0] ?? { x: px(x), y: px(0), w: label.width, h: label.height };
}

function overlap(a: Box<Px>, b: Box<Px>): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));
