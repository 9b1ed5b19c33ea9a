import { describe, expect, it } from "vitest";
import { closes, moved, pointAt } from "./polygon";

const FRAME = { left: 100, top: 50, width: 640, height: 360 };
const TRIANGLE = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.5, y: 0.9 },
];

describe("points of a zone", () => {
  it("are fractions of the picture, also where a touch slips over its edge", () => {
    expect(pointAt({ clientX: 420, clientY: 140 }, FRAME)).toEqual({ x: 0.5, y: 0.25 });
    expect(pointAt({ clientX: 90, clientY: 900 }, FRAME)).toEqual({ x: 0, y: 1 });
    expect(pointAt({ clientX: 100, clientY: 50 }, { ...FRAME, width: 0 })).toEqual({ x: 0, y: 0 });
  });

  it("move by steps, and stay inside", () => {
    expect(moved({ x: 0.5, y: 0.99 }, -0.01, 0.05)).toEqual({ x: 0.49, y: 1 });
  });

  it("are closed by a touch of the first one, once there are three", () => {
    expect(closes(TRIANGLE, { x: 0.11, y: 0.11 })).toBe(true);
    expect(closes(TRIANGLE, { x: 0.5, y: 0.5 })).toBe(false);
    expect(closes(TRIANGLE.slice(0, 2), { x: 0.1, y: 0.1 })).toBe(false);
  });
});
