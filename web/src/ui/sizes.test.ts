import { expect, it } from "vitest";
import { sizeInWords } from "./sizes";

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [12_345_678, "12.3 MB"],
  [123_456_789, "123 MB"],
  [10_000_000_000, "10.0 GB"],
  [3e15, "3000 TB"],
])("tells %d as %s", (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
