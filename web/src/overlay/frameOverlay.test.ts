import { beforeEach, describe, expect, it, vi } from "vitest";
import { recorder } from "../test/recorder";
import { aDog, anAnswer, aPoint } from "../test/samples";
import { FrameOverlay } from "./frameOverlay";
import { px } from "./units";

const SIZE = { width: 640, height: 360 };

let overlay: FrameOverlay;
let canvas: HTMLCanvasElement;
let calls: ReturnType<typeof recorder>["calls"];

beforeEach(() => {
  const recorded = recorder();
  calls = recorded.calls;
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(recorded.context);
  canvas = document.createElement("canvas");
  overlay = new FrameOverlay(canvas);
  overlay.resize({ width: px(640), height: px(360) }, 2);
});

/** Left edges of the dogs' boxes in the last drawing. */
function drawn() {
  const last = calls.slice(calls.findLastIndex(([name]) => name === "clearRect"));
  return last.filter(([name, , , , , radius]) => name === "roundRect" && radius === 6).map(([, x]) => x);
}

describe("the overlay", () => {
  it("has a pixel for each of the screen", () => {
    expect([canvas.width, canvas.height]).toEqual([1280, 720]);
  });

  it("draws the boxes of the frame that is shown", () => {
    overlay.answer(anAnswer(1, [aDog(0.25)]));
    overlay.answer(anAnswer(2, [aDog(0.5)]));
    overlay.show({ captureMs: 100, size: SIZE });
    expect(drawn()).toEqual([160]);
    overlay.show({ captureMs: 200, size: SIZE });
    expect(drawn()).toEqual([320]);
  });

  it("draws boxes that come after their frame as soon as they come", () => {
    overlay.show({ captureMs: 100, size: SIZE });
    expect(drawn()).toEqual([]);
    overlay.answer(anAnswer(1, [aDog(0.25)]));
    expect([drawn(), canvas.style.visibility]).toEqual([[160], "visible"]);
  });

  it("draws none while nobody wants them", () => {
    overlay.answer(anAnswer(1, [aDog(0.25)]));
    overlay.show({ captureMs: 100, size: SIZE });
    overlay.setVisible(false);
    expect([drawn(), canvas.style.visibility, overlay.seen?.sightings]).toEqual([[], "hidden", []]);
  });

  it("draws skeletons as long as somebody wants them", () => {
    const lines = () =>
      calls
        .slice(calls.findLastIndex(([name]) => name === "clearRect"))
        .filter(([name]) => name === "lineTo");
    const keypoints = [aPoint("withers", 0.3, 0.5), aPoint("tail_start", 0.4, 0.5)];
    overlay.answer(anAnswer(1, [aDog(0.25)], { keypoints }));
    overlay.show({ captureMs: 100, size: SIZE });
    expect(lines()).toHaveLength(1);
    overlay.setSkeletons(false);
    expect([lines(), drawn()]).toEqual([[], [160]]);
    overlay.setSkeletons(true);
    expect(lines()).toHaveLength(1);
  });

  it("is not drawn again as long as nothing changed", () => {
    overlay.answer(anAnswer(1, [aDog(0.25)]));
    overlay.show({ captureMs: 100, size: SIZE });
    const before = calls.length;
    overlay.answer(anAnswer(2, [aDog(0.5)]));
    overlay.show({ captureMs: 101, size: SIZE });
    expect(calls).toHaveLength(before);
    overlay.show({ captureMs: 101, size: { width: 360, height: 640 } });
    expect(calls.length).toBeGreaterThan(before);
  });

  it("knows what is seen", () => {
    expect(overlay.seen).toBeNull();
    overlay.answer(anAnswer(1, [aDog(0.25)]));
    overlay.show({ captureMs: 100, size: SIZE });
    expect(overlay.seen).toMatchObject({ captureMs: 100, sightings: [{ className: "dog" }] });
  });
});
