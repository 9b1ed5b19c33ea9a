import { afterEach, describe, expect, it } from "vitest";
import { readKept } from "./kept";
import { useAppState } from "./store";

afterEach(() => localStorage.clear());

describe("what the browser keeps", () => {
  it("is that the tour was seen: it stays when somebody signs out", () => {
    expect(readKept()).toEqual({ tourDone: false });
    useAppState.getState().setTourDone(true);
    expect(readKept()).toEqual({ tourDone: true });
    useAppState.getState().reset();
    expect(useAppState.getState().tourDone).toBe(true);
  });

  it.each(["", "null", "[]", "{broken", '{"tourDone":"yes"}'])("is nothing when %j was kept", (text) => {
    localStorage.setItem("pawsight:kept", text);
    expect(readKept()).toEqual({ tourDone: false });
  });
});
