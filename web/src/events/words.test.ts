import { describe, expect, it } from "vitest";
import { anEvent } from "../test/samples";
import { ICONS } from "./icons";
import { cameraOf, eventInWords, sureness } from "./words";

describe("an event in words", () => {
  it.each([
    ["enter_frame", {}, "Dog came into view"],
    ["leave_frame", {}, "Dog left the view"],
    ["enter_zone", { zoneName: "Couch" }, "Dog went to Couch"],
    ["enter_zone", {}, "Dog went to a zone"],
    ["leave_zone", { zoneName: "Couch" }, "Dog left Couch"],
    ["bark", {}, "Barked"],
    ["sit", {}, "Sat down"],
    ["sit", { endTs: "2025-10-24T10:30:12.000Z", durationMs: 12_000 }, "Sat for 12 s"],
    ["calm", { durationMs: 3_900_000 }, "Was calm for 1 h 5 min"],
    ["jump", { durationMs: 400 }, "Jumped"],
    ["fetch_success", {}, "Brought it back"],
    ["chased_own_tail", {}, "Chased own tail"],
  ])("%s %j: %s", (type, data, words) => {
    expect(eventInWords(anEvent({ type, data }))).toBe(words);
  });
});

describe("every kind of event that is told", () => {
  it.each(
    [
      "sit",
      "stand",
      "lie",
      "run",
      "jump",
      "play_bow",
      "fetch",
      "eat",
      "drink",
      "bark",
      "howl",
      "whine",
    ].concat(["growl", "calm", "fetch_success", "enter_frame", "leave_frame", "enter_zone", "leave_zone"]),
  )("%s has words and a sign of its own", (type) => {
    expect(eventInWords(anEvent({ type, data: {} }))).not.toBe(type.replaceAll("_", " "));
    expect(ICONS).toHaveProperty(type);
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
