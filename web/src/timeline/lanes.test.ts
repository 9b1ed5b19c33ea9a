import { describe, expect, it } from "vitest";
import { anEvent } from "../test/samples";
import { marksOf } from "./lanes";

const AT = Date.parse(anEvent().ts);
const only = (type: string, data: Record<string, unknown> = {}) => marksOf([anEvent({ type, data })])[0];

describe("an event on the timeline", () => {
  it("lasts as long as it lasted", () => {
    expect(only("sit", { durationMs: 12_000 })).toMatchObject({
      lane: "doing",
      look: "sitting",
      from: AT,
      to: AT + 12_000,
    });
    expect(only("lie", { endTs: new Date(AT + 5000).toISOString() })).toMatchObject({ to: AT + 5000 });
  });

  it("is seen though it lasted no time, and no longer than half a day whatever it says", () => {
    expect(only("enter_frame")).toMatchObject({ look: "passing", to: AT + 1000 });
    expect(only("sit", { durationMs: -5 })).toMatchObject({ to: AT + 1000 });
    expect(only("sit", { durationMs: 1e15 })).toMatchObject({ to: AT + 43_200_000 });
    expect(only("sit", { endTs: "nonsense" })).toMatchObject({ to: AT + 1000 });
  });

  it("that is heard has a lane of its own, and is the higher the surer", () => {
    expect(only("bark", { confidence: 0.9 })).toMatchObject({ lane: "sound", height: 0.9 });
    expect(only("bark", { confidence: 7 })).toMatchObject({ height: 1 });
  });

  it("lies above one that lasted longer", () => {
    const marks = marksOf([
      anEvent({ id: "short", type: "jump", data: {} }),
      anEvent({ id: "long", type: "calm", data: { durationMs: 60_000 } }),
    ]);
    expect(marks.map(({ id }) => id)).toEqual(["long", "short"]);
  });
});
