import { describe, expect, it } from "vitest";
import { anEvent } from "../test/samples";
import { cameraOf, eventInWords, sureness } from "./words";

describe("an event in words", () => {
  it.each([
    ["enter_frame", {}, "Dog came into view"],
    ["leave_frame", {}, "Dog left the view"],
    ["enter_zone", { zoneName: "Couch" }, "Dog went to Couch"],
    ["enter_zone", {}, "Dog went to a zone"],
    ["bark", {}, "Barked"],
    ["chased_own_tail", {}, "Chased own tail"],
  ])("%s %j: %s", (type, data, words) => {
    expect(eventInWords(anEvent({ type, data }))).toBe(words);
  });
});

describe("sureness", () => {
  it.each([
    [0.91, "sure"],
    [0.8, "sure"],
    [0.6, "fairly sure"],
    [0.3, "not sure"],
    [undefined, null],
    ["0.9", null],
  ])("of %s is %s", (confidence, word) => {
    expect(sureness(confidence)).toBe(word);
  });
});

describe("the camera of an event", () => {
  it("is null for an event that no camera saw", () => {
    expect(cameraOf(anEvent({ data: {} }))).toBeNull();
  });
});
