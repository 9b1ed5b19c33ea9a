import { afterEach, describe, expect, it } from "vitest";
import { readKept } from "./kept";
import { useAppState } from "./store";

const FIRST = {
  tourDone: false,
  overlays: { detection: true, pose: true, heatmap: false, zones: true, annotations: true },
};

afterEach(() => localStorage.clear());

describe("what the browser keeps", () => {
  it("is that the tour was seen: it stays when somebody signs out", () => {
    expect(readKept()).toEqual(FIRST);
    useAppState.getState().setTourDone(true);
    expect(readKept()).toEqual({ ...FIRST, tourDone: true });
    useAppState.getState().reset();
    expect(useAppState.getState().tourDone).toBe(true);
  });

  it("is what is drawn on the picture", () => {
    useAppState.getState().toggleOverlay("heatmap");
    useAppState.getState().toggleOverlay("zones");
    const overlays = { ...FIRST.overlays, heatmap: true, zones: false };
    expect(readKept()).toEqual({ ...FIRST, overlays });
    useAppState.getState().reset();
    expect(useAppState.getState().overlays).toEqual(overlays);
  });

  it.each(["", "null", "[]", "{broken", '{"tourDone":"yes"}', '{"overlays":{"zones":"no"}}'])(
    "is nothing when %j was kept",
    (text) => {
      localStorage.setItem("pawsight:kept", text);
      expect(readKept()).toEqual(FIRST);
    },
  );
});
