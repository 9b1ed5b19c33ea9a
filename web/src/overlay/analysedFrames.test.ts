import { beforeEach, describe, expect, it } from "vitest";
import { aDog, anAnswer, aPoint } from "../test/samples";
import { AnalysedFrames } from "./analysedFrames";

let frames: AnalysedFrames;
beforeEach(() => {
  frames = new AnalysedFrames();
});

/** Where the boxes of a frame are, at 10 frames a second. */
const leftEdges = (seq: number) => frames.at(seq * 100).map(({ box }) => box.x);

describe("the boxes of a shown frame", () => {
  it("are those of its own answer", () => {
    frames.add(anAnswer(1, [aDog(0.1)]));
    frames.add(anAnswer(2, [aDog(0.2)]));
    frames.add(anAnswer(3, [aDog(0.3)]));
    expect(leftEdges(2)).toEqual([0.2]);
  });

  it("are none where its own answer saw nothing, though the one before did", () => {
    frames.add(anAnswer(1, [aDog(0.1)]));
    frames.add(anAnswer(2, []));
    expect(leftEdges(2)).toEqual([]);
  });

  it("are the earlier answer's while the next is not there yet", () => {
    frames.add(anAnswer(1, [aDog(0.1)]));
    expect(leftEdges(4)).toEqual([0.1]);
  });

  it("are none when the earlier answer is more than half a second old", () => {
    frames.add(anAnswer(1, [aDog(0.1)]));
    expect(leftEdges(6)).toEqual([0.1]);
    expect(leftEdges(7)).toEqual([]);
  });

  it("are none before the first answer", () => {
    frames.add(anAnswer(5, [aDog(0.1)]));
    expect(leftEdges(4)).toEqual([]);
  });

  it("move along their track between two answers", () => {
    frames.add(anAnswer(2, [aDog(0.2)]));
    frames.add(anAnswer(6, [aDog(0.6)]));
    expect(leftEdges(3)[0]).toBeCloseTo(0.3);
    expect(leftEdges(5)[0]).toBeCloseTo(0.5);
  });

  it("go on along their track for a moment while the next answer is late", () => {
    frames.add(anAnswer(2, [aDog(0.2)]));
    frames.add(anAnswer(4, [aDog(0.4)]));
    expect(leftEdges(5)[0]).toBeCloseTo(0.5);
    expect(leftEdges(6)[0]).toBeCloseTo(0.55);
    expect(leftEdges(8)[0]).toBeCloseTo(0.55);
    frames.add(anAnswer(5, [aDog(0.4)]));
    expect(leftEdges(5)).toEqual([0.4]);
  });

  it("go nowhere by an answer of long ago, or of another dog", () => {
    frames.add(anAnswer(2, [aDog(0.2)]));
    frames.add(anAnswer(13, [aDog(0.4)]));
    expect(leftEdges(14)).toEqual([0.4]);
    frames.add(anAnswer(15, [aDog(0.6, { trackId: 8 })]));
    expect(leftEdges(16)).toEqual([0.6]);
  });

  it("take their points along", () => {
    const nose = (x: number) => ({ keypoints: [aPoint("nose", x, 0.3)] });
    frames.add(anAnswer(2, [aDog(0.2)], { keypoints: [...nose(0.2).keypoints, aPoint("chin", 0.1, 0.1)] }));
    frames.add(anAnswer(6, [aDog(0.6)], nose(0.6)));
    const skeleton = frames.at(400)[0]?.skeleton;
    expect(skeleton?.get("nose")?.x).toBeCloseTo(0.4);
    expect(skeleton?.get("chin")?.x).toBe(0.1);
  });

  it("stay where they are without a track, or when their track ended", () => {
    frames.add(anAnswer(2, [aDog(0.2, { trackId: null }), aDog(0.4, { trackId: 7 })]));
    frames.add(anAnswer(4, [aDog(0.6, { trackId: null })]));
    expect(leftEdges(3)).toEqual([0.2, 0.4]);
  });

  it("never follow the track of a thing with the number of a dog", () => {
    frames.add(anAnswer(2, [aDog(0.2)]));
    frames.add(anAnswer(4, [], { objects: [aDog(0.8, { class: "ball" })] }));
    expect(leftEdges(3)).toEqual([0.2]);
  });

  it("are right when answers come out of order", () => {
    for (const seq of [3, 1, 2]) frames.add(anAnswer(seq, [aDog(seq / 10)]));
    expect([1, 2, 3].map((seq) => leftEdges(seq)[0])).toEqual([0.1, 0.2, 0.3]);
  });

  it("are its own by a time that was rounded on one way and cut off on another", () => {
    frames.add(anAnswer(1, [aDog(0.1)]));
    frames.add(anAnswer(2, [aDog(0.2)]));
    expect([199, 200, 201].map((captureMs) => frames.at(captureMs)[0]?.box.x)).toEqual([0.2, 0.2, 0.2]);
  });

  it("are those of now after the camera's clock was set back", () => {
    for (let seq = 1000; seq < 1100; seq++) frames.add(anAnswer(seq, [aDog(0.9)]));
    frames.add(anAnswer(1, [aDog(0.1)]));
    expect(leftEdges(1)).toEqual([0.1]);
    expect(leftEdges(1099)).toEqual([]);
  });

  it("draw things before subjects, so that the dog lies on top", () => {
    frames.add(anAnswer(1, [aDog(0.1)], { objects: [aDog(0.2, { class: "couch" })] }));
    expect(frames.at(100).map(({ className, kind }) => [className, kind])).toEqual([
      ["couch", "thing"],
      ["dog", "subject"],
    ]);
  });

  it("are kept for a few seconds only", () => {
    for (let seq = 0; seq < 1000; seq++) frames.add(anAnswer(seq, [aDog(0.1)]));
    expect(leftEdges(900)).toEqual([]);
    expect(leftEdges(999)).toEqual([0.1]);
  });
});
