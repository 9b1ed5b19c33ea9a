import { describe, expect, it } from "vitest";
import { placeLabel } from "./label";
import { px, type Box, type Px } from "./units";

const rect = (x: number, y: number, w: number, h: number): Box<Px> => ({
  x: px(x),
  y: px(y),
  w: px(w),
  h: px(h),
});
const STAGE = { width: px(400), height: px(300) };
const LABEL = { width: px(80), height: px(20) };

describe("the label of a box", () => {
  it("stands above it", () => {
    expect(placeLabel(rect(100, 100, 120, 80), LABEL, STAGE, [])).toEqual(rect(100, 76, 80, 20));
  });

  it("goes below it where there is no room above, so that the head stays free", () => {
    expect(placeLabel(rect(100, 10, 120, 80), LABEL, STAGE, [])).toEqual(rect(100, 94, 80, 20));
  });

  it("goes to its foot when it fills the height", () => {
    expect(placeLabel(rect(100, 0, 120, 300), LABEL, STAGE, [])).toEqual(rect(100, 276, 80, 20));
  });

  it.each([
    ["left", rect(-30, 100, 60, 80), 0],
    ["right", rect(390, 100, 10, 80), 320],
  ])("is never cut off at the %s", (_, box, x) => {
    expect(placeLabel(box, LABEL, STAGE, []).x).toBe(x);
  });

  it("makes way for a label that is there", () => {
    const first = placeLabel(rect(100, 100, 120, 80), LABEL, STAGE, []);
    expect(placeLabel(rect(110, 100, 120, 80), LABEL, STAGE, [first])).toEqual(rect(110, 184, 80, 20));
  });

  it("stands above after all when every place is taken", () => {
    const everywhere = [rect(0, 0, 400, 300)];
    expect(placeLabel(rect(100, 100, 120, 80), LABEL, STAGE, everywhere).y).toBe(76);
  });
});
