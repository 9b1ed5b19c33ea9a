import { describe, expect, it } from "vitest";
import { aDog, anAnswer } from "../test/samples";
import { PresenceWatch } from "./presence";

describe("whether a dog is there", () => {
  it("can't be told before the first answer", () => {
    expect(new PresenceWatch().at(0).dogs).toBeNull();
  });

  it("is not shaken by frames that miss it", () => {
    const watch = new PresenceWatch();
    watch.saw(anAnswer(1, [aDog(0.1)]), 0);
    for (let now = 100; now <= 1400; now += 100) watch.saw(anAnswer(now / 100 + 1, []), now);
    expect(watch.at(1400).dogs).toBe(1);
  });

  it("is over a moment after it was last seen, and when that was is known", () => {
    const watch = new PresenceWatch();
    watch.saw(anAnswer(5, [aDog(0.1)]), 0);
    watch.saw(anAnswer(21, []), 1600);
    expect(watch.at(1600)).toEqual({ dogs: 0, lastSeenMs: 500 });
  });

  it("counts dogs and nobody else", () => {
    const watch = new PresenceWatch();
    const dogs = [aDog(0.1), aDog(0.5, { trackId: 4 }), aDog(0.6, { class: "person", trackId: 5 })];
    watch.saw(anAnswer(1, dogs), 0);
    expect(watch.at(0).dogs).toBe(2);
  });

  it("takes a box without a track for no further dog", () => {
    const watch = new PresenceWatch();
    watch.saw(anAnswer(1, [aDog(0.1, { trackId: null }), aDog(0.12, { trackId: null })]), 0);
    expect(watch.at(0).dogs).toBe(1);
    watch.saw(anAnswer(2, [aDog(0.1), aDog(0.12, { trackId: null })]), 100);
    expect(watch.at(100).dogs).toBe(1);
  });

  it("counts the newest frame alone: a track that was lost is not beside the one after it", () => {
    const watch = new PresenceWatch();
    watch.saw(anAnswer(1, [aDog(0.1), aDog(0.12, { trackId: 4 })]), 0);
    watch.saw(anAnswer(2, [aDog(0.12, { trackId: 4 })]), 100);
    expect(watch.at(100).dogs).toBe(1);
    watch.saw(anAnswer(3, []), 200);
    expect(watch.at(200).dogs).toBe(1);
  });

  it("can't be told any more when answers stop coming", () => {
    const watch = new PresenceWatch();
    watch.saw(anAnswer(1, [aDog(0.1)]), 0);
    expect(watch.at(5001).dogs).toBeNull();
  });
});
