import { expect, it } from "vitest";
import { filterOf, gallerySearch } from "./search";

it("reads what the address says, and drops what nobody can look for", () => {
  expect(gallerySearch({ q: "couch", label: "fetch", camera: "c", clip: "x" })).toEqual({
    q: "couch",
    label: "fetch",
    camera: "c",
    clip: "x",
  });
  expect(gallerySearch({ q: " ", label: "x".repeat(51), camera: 3, snapshot: ["a"], else: 1 })).toEqual({});
});

it("asks for the same list whichever moment is open", () => {
  expect(filterOf({ q: "couch", clip: "x" })).toEqual(filterOf({ q: "couch", snapshot: "y" }));
});
