import { describe, expect, it, vi } from "vitest";
import { anEvent } from "../test/samples";
import { mergeEvents, RECENT_EVENTS } from "./recentEvents";
import { useAppState } from "./store";

const state = () => useAppState.getState();
const at = (second: number) => new Date(1_700_000_000_000 + second * 1000).toISOString();

describe("the state of the page", () => {
  it("starts as the contract says", () => {
    expect(state()).toMatchObject({
      videoStream: { type: "mjpeg", status: "connecting", latencyMs: 0, fps: 0 },
      overlays: { detection: true, pose: true, heatmap: false, zones: true, annotations: true },
      device: { status: "offline", capabilities: [] },
      recentEvents: [],
      activeView: "live",
      sidebarOpen: true,
    });
  });

  it("changes only the given part of the stream", () => {
    state().setVideoStream({ fps: 15 });
    state().setVideoStream({ status: "connected" });
    expect(state().videoStream).toEqual({ type: "mjpeg", status: "connected", latencyMs: 0, fps: 15 });
  });

  it("switches one overlay and leaves the others", () => {
    const { detection, ...others } = state().overlays;
    state().toggleOverlay("detection");
    expect(state().overlays).toEqual({ detection: !detection, ...others });
  });

  it("goes to a view that there is, and stays when there is none of that name", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    state().setActiveView("settings");
    state().setActiveView("kennel");
    expect(state().activeView).toBe("settings");
    expect(warn).toHaveBeenCalledOnce();
  });

  it("keeps nothing of one person for the next", () => {
    state().addEvent(anEvent());
    state().setPresence("camera", { dogs: 1, lastSeenMs: 1 });
    state().reset();
    expect([state().recentEvents, state().presence]).toEqual([[], {}]);
  });
});

describe("recent events", () => {
  it("are newest first, whatever order they came in", () => {
    for (const second of [2, 3, 1]) state().addEvent(anEvent({ id: `e${second}`, ts: at(second) }));
    expect(state().recentEvents.map(({ id }) => id)).toEqual(["e3", "e2", "e1"]);
  });

  it("hold an event once that came by both ways", () => {
    state().addEvent(anEvent());
    state().addEvents([anEvent()]);
    expect(state().recentEvents).toHaveLength(1);
  });

  it("hold what lasts once, and its end stays whatever comes after it", () => {
    const begun = anEvent({ type: "sit" });
    const over = anEvent({ type: "sit", data: { ...begun.data, endTs: at(12), durationMs: 12_000 } });
    for (const order of [
      [begun, over],
      [over, begun],
      [over, over, begun],
    ]) {
      state().reset();
      for (const event of order) state().addEvent(event);
      expect(state().recentEvents).toEqual([over]);
    }
    state().addEvents([begun]);
    expect(state().recentEvents).toEqual([over]);
  });

  it("are at most 100: the oldest go", () => {
    const many = Array.from({ length: 150 }, (_, second) => anEvent({ id: `e${second}`, ts: at(second) }));
    const merged = mergeEvents([], many);
    expect(merged).toHaveLength(RECENT_EVENTS);
    expect([merged[0]?.id, merged.at(-1)?.id]).toEqual(["e149", "e50"]);
  });

  it("have one order among events of the same moment", () => {
    const pair = [anEvent({ id: "a" }), anEvent({ id: "b" })];
    expect(mergeEvents([], pair)).toEqual(mergeEvents([], pair.toReversed()));
  });
});
