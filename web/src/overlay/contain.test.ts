import { describe, expect, it } from "vitest";
import { backingStore, contain, onStage } from "./contain";
import { fraction, px, type Box, type Fraction, type Px, type Size } from "./units";

const size = (width: number, height: number): Size<Px> => ({ width: px(width), height: px(height) });
const rect = (x: number, y: number, w: number, h: number): Box<Px> => ({
  x: px(x),
  y: px(y),
  w: px(w),
  h: px(h),
});
const part = (x: number, y: number, w: number, h: number): Box<Fraction> => ({
  x: fraction(x),
  y: fraction(y),
  w: fraction(w),
  h: fraction(h),
});

describe("contain", () => {
  it.each([
    [
      "bars above and below on a tall stage",
      { width: 640, height: 360 },
      size(1280, 1000),
      rect(0, 140, 1280, 720),
    ],
    [
      "bars at the sides on a wide stage",
      { width: 640, height: 360 },
      size(1000, 360),
      rect(180, 0, 640, 360),
    ],
    ["no bars on a stage of its shape", { width: 640, height: 360 }, size(320, 180), rect(0, 0, 320, 180)],
    ["a picture that stands upright", { width: 360, height: 640 }, size(640, 640), rect(140, 0, 360, 640)],
    ["nothing of no picture", { width: 0, height: 0 }, size(640, 360), rect(0, 0, 0, 0)],
    ["nothing on no stage", { width: 640, height: 360 }, size(0, 360), rect(0, 0, 0, 0)],
  ])("leaves %s", (_, picture, stage, expected) => {
    expect(contain(picture, stage)).toEqual(expected);
  });
});

describe("onStage", () => {
  it("puts the whole frame exactly where the picture is", () => {
    const picture = rect(180, 20, 640, 360);
    expect(onStage(part(0, 0, 1, 1), picture)).toEqual(picture);
  });

  it("counts the letterbox's bars in", () => {
    expect(onStage(part(0.5, 0.25, 0.25, 0.5), rect(100, 40, 400, 200))).toEqual(rect(300, 90, 100, 100));
  });
});

describe("backingStore", () => {
  it("has a whole pixel for each of the screen", () => {
    expect(backingStore(size(390.4, 219.6), 3)).toEqual({ width: 1171, height: 659 });
  });
});

describe("fraction", () => {
  it.each([
    [-0.1, 0],
    [0.4, 0.4],
    [1.2, 1],
    [NaN, 0],
  ])("clamps %d to %d", (value, expected) => {
    expect(fraction(value)).toBe(expected);
  });
});
