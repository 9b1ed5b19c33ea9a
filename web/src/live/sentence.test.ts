import { describe, expect, it } from "vitest";
import { sinceInWords } from "../events/time";
import { aStatus } from "../test/samples";
import { sentence, type Situation } from "./sentence";

const NOW = new Date(2025, 9, 24, 15, 0).getTime();
const say = (change: Partial<Situation> & { status?: Parameters<typeof aStatus>[0] } = {}) =>
  sentence({
    camera: { name: "Kitchen", status: aStatus(change.status) },
    socket: "live",
    presence: { dogs: 0, lastSeenMs: null },
    leftAtMs: null,
    detectorOk: true,
    now: NOW,
    ...change,
  });

describe("the first sentence", () => {
  it.each([
    [1, "A dog is in view."],
    [2, "Two dogs are in view."],
    [9, "9 dogs are in view."],
    [0, "No dog in view."],
    [null, "Looking…"],
  ])("of %s dogs is: %s", (dogs, words) => {
    expect(say({ presence: { dogs, lastSeenMs: null } })).toBe(words);
  });

  it("says since when, by the later of what was seen and what was told", () => {
    const [seen, told] = [NOW - 7_200_000, NOW - 3_600_000];
    const words = `No dog in view since ${sinceInWords(told, NOW)}.`;
    expect(say({ presence: { dogs: 0, lastSeenMs: seen }, leftAtMs: told })).toBe(words);
    expect(say({ presence: { dogs: 0, lastSeenMs: told }, leftAtMs: seen })).toBe(words);
  });

  it.each([
    ["the camera is away", { status: { state: "away" } }, "Kitchen sends no picture."],
    ["the camera is off", { status: { state: "off" } }, "Kitchen is switched off."],
    ["the camera starts", { status: { state: "starting" } }, "Kitchen is starting…"],
    [
      "frames are not analysed",
      { status: { analysis: "the models are away" } },
      "Can't look for dogs right now.",
    ],
    ["the detector is away", { detectorOk: false }, "Can't look for dogs right now."],
    ["the connection is gone", { socket: "offline" }, "No connection to Pawsight."],
    ["nothing is known yet", { socket: "connecting", presence: undefined }, "Connecting…"],
  ] as const)("is honest when %s", (_, change, words) => {
    expect(say(change)).toBe(words);
  });

  it("believes its eyes: a dog that is seen now is in view, whatever a health check says", () => {
    expect(say({ detectorOk: false, presence: { dogs: 1, lastSeenMs: NOW } })).toBe("A dog is in view.");
  });
});
