import { describe, expect, it } from "vitest";
import { cameraLink, reachOf, signInLink } from "./phoneLink";

describe("the way to the camera page from another device", () => {
  it.each([
    ["https://pawsight.home", "anywhere"],
    ["http://192.168.1.10:8000", "insecure"],
    ["http://127.0.0.1:8000", "this-machine"],
    ["http://localhost:8000", "this-machine"],
    ["https://[::1]:8443", "this-machine"],
  ])("from %s leads %s", (origin, reach) => {
    expect(reachOf(origin)).toBe(reach);
  });

  it("is the page of this camera", () => {
    expect(cameraLink("https://pawsight.home", "c1")).toBe("https://pawsight.home/camera?id=c1");
  });

  it("signs in first, with a token that no server sees", () => {
    const link = new URL(signInLink("https://pawsight.home", "c1", "a+b"));
    expect([link.pathname, link.searchParams.get("then"), link.hash]).toEqual([
      "/sign-in",
      "/camera?id=c1",
      "#token=a%2Bb",
    ]);
  });
});
