import { describe, expect, it } from "vitest";
import { recorder } from "../test/recorder";
import { aDog, anAction, anAnswer, aPoint } from "../test/samples";
import { AnalysedFrames } from "./analysedFrames";
import { DOG_COLOUR, drawScene, labelOf } from "./draw";
import { px } from "./units";

function draw(answer: ReturnType<typeof anAnswer>, devicePixelRatio = 1, showsSkeletons = true) {
  const frames = new AnalysedFrames();
  frames.add(answer);
  const { calls, context } = recorder();
  drawScene(context, {
    stage: { width: px(400), height: px(300) },
    picture: { x: px(0), y: px(50), w: px(400), h: px(200) },
    devicePixelRatio,
    sightings: frames.at(answer.seq * 100),
    showsSkeletons,
  });
  return calls;
}

describe("drawScene", () => {
  it("frames the dog in amber where it is on the stage", () => {
    const calls = draw(anAnswer(1, [aDog(0.5)]));
    expect(calls).toContainEqual(["roundRect", 200, 100, 100, 100, 6]);
    expect(calls).toContainEqual(["stroke", DOG_COLOUR, 3]);
  });

  it("says what it is, how sure, and which of several", () => {
    const texts = draw(anAnswer(1, [aDog(0.5)])).filter(([name]) => name === "fillText");
    expect(texts.map(([, text]) => text)).toEqual(["dog 92 %  #3"]);
  });

  it("keeps amber for the dog", () => {
    const strokes = draw(anAnswer(1, [aDog(0.5, { class: "person" })])).filter(([name]) => name === "stroke");
    expect(strokes).not.toContainEqual(["stroke", DOG_COLOUR, 3]);
  });

  it("draws things thin and without words", () => {
    const calls = draw(anAnswer(1, [], { objects: [aDog(0.5, { class: "couch" })] }));
    expect(calls).toContainEqual(["stroke", "#e6e8eb", 1]);
    expect(calls.some(([name]) => name === "fillText")).toBe(false);
  });

  it("joins the points of a dog by thin lines, where both ends are likely there", () => {
    const keypoints = [
      aPoint("withers", 0.5, 0.5),
      aPoint("tail_start", 0.75, 0.5),
      aPoint("throat", 0.4, 0.5, { confidence: 0.2 }),
      aPoint("nose", 0.3, 0.4),
    ];
    const answer = anAnswer(1, [aDog(0.5)], { keypoints });
    const isLine = ([name]: readonly [string, ...unknown[]]) => name === "moveTo" || name === "lineTo";
    const calls = draw(answer);
    expect(calls.filter(isLine)).toEqual([
      ["moveTo", 200, 150],
      ["lineTo", 300, 150],
    ]);
    expect(calls).toContainEqual(["stroke", DOG_COLOUR, 1.5]);
    expect(draw(answer, 1, false).filter(isLine)).toEqual([]);
  });

  it("draws no points of a dog that is not in the frame", () => {
    const keypoints = [aPoint("withers", 0.5, 0.5), aPoint("tail_start", 0.75, 0.5)];
    const calls = draw(anAnswer(1, [aDog(0.5, { trackId: 4 })], { keypoints }));
    expect(calls.some(([name]) => name === "lineTo")).toBe(false);
  });

  it("clears what was there and counts in CSS pixels on every screen", () => {
    const calls = draw(anAnswer(1, []), 3);
    expect(calls).toEqual([
      ["setTransform", 3, 0, 0, 3, 0, 0],
      ["clearRect", 0, 0, 400, 300],
    ]);
  });
});

describe("labelOf", () => {
  it("leaves the number away before tracking", () => {
    const frames = new AnalysedFrames();
    frames.add(anAnswer(1, [aDog(0.5, { trackId: null })]));
    expect(frames.at(100).map(labelOf)).toEqual(["dog 92 %"]);
  });

  it.each([
    [[anAction("sit", 0.8), anAction("unknown", 0.2)], "dog 92 %  #3 · sits"],
    [[anAction("play_bow", 0.6), anAction("eat", 0.9)], "dog 92 %  #3 · bows"],
    [[anAction("unknown", 0.6), anAction("sit", 0.4)], "dog 92 %  #3"],
    [[anAction("sit", 0.8, { trackId: 4 })], "dog 92 %  #3"],
  ])("says what the dog does, if we can tell", (actions, text) => {
    const frames = new AnalysedFrames();
    frames.add(anAnswer(1, [aDog(0.5)], { actions }));
    expect(frames.at(100).map(labelOf)).toEqual([text]);
  });
});
