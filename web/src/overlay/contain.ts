import { px, type Box, type Fraction, type Px, type Size } from "./units";

const NOWHERE: Box<Px> = { x: px(0), y: px(0), w: px(0), h: px(0) };

/**
 * Where `object-fit: contain` puts a picture on its stage: the largest centred rectangle of its shape.
 * An empty picture or stage gives an empty rectangle.
 */
export function contain(picture: Size<number>, stage: Size<Px>): Box<Px> {
  if (picture.width <= 0 || picture.height <= 0 || stage.width <= 0 || stage.height <= 0) return NOWHERE;
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  return { x: px((stage.width - w) / 2), y: px((stage.height - h) / 2), w: px(w), h: px(h) };
}

/** A box of the frame, on the stage: `{x: 0.5, ...}` of a picture at 100..300 px starts at 200 px. */
export function onStage(box: Box<Fraction>, picture: Box<Px>): Box<Px> {
  return {
    x: px(picture.x + box.x * picture.w),
    y: px(picture.y + box.y * picture.h),
    w: px(box.w * picture.w),
    h: px(box.h * picture.h),
  };
}

/** Pixels of a canvas's backing store, so that one of them is one pixel of the screen. */
export function backingStore(stage: Size<Px>, devicePixelRatio: number): Size<number> {
  return {
    width: Math.round(stage.width * devicePixelRatio),
    height: Math.round(stage.height * devicePixelRatio),
  };
}
