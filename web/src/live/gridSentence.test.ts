import { expect, it } from "vitest";
import { gridSentence } from "./gridSentence";

const CAMERAS = [
  { id: "k", name: "Kitchen" },
  { id: "g", name: "Garden" },
];
const seen = (dogs: number | null) => ({ dogs, lastSeenMs: null });

it("names the cameras that see a dog, and says nothing that nobody knows", () => {
  expect(gridSentence(CAMERAS, { k: seen(0), g: seen(2) })).toBe("A dog is in view: Garden.");
  expect(gridSentence(CAMERAS, { k: seen(0), g: seen(0) })).toBe("No dog in view.");
  expect(gridSentence(CAMERAS, { k: seen(0) })).toBe("Your cameras");
  expect(gridSentence(CAMERAS, { k: seen(0), g: seen(null) })).toBe("Your cameras");
});
