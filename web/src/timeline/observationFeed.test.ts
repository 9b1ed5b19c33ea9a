import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ObservedFrame } from "../api/client";
import { ObservationFeed } from "./observationFeed";

const BEGIN = Date.UTC(2025, 9, 24, 10, 30);
const frame = (seconds: number): ObservedFrame => ({
  seq: seconds,
  captureTs: new Date(BEGIN + seconds * 1000).toISOString(),
  detections: [],
  keypoints: [],
  actions: [],
  objects: [],
});
const settle = () => new Promise((resolve) => setTimeout(resolve));

let asked: [number, number][];
let fetch: (from: number, to: number) => Promise<ObservedFrame[]>;
let told: number[];
let feed: ObservationFeed;

beforeEach(() => {
  [asked, told] = [[], []];
  fetch = () => Promise.resolve([0, 1, 2, 3].map(frame));
  feed = new ObservationFeed(
    (from, to) => (asked.push([from - BEGIN, to - BEGIN]), fetch(from, to)),
    ({ seq }) => told.push(seq),
  );
});

describe("what was observed of a recording", () => {
  it("is handed on a moment before its picture, each once", async () => {
    feed.seek(BEGIN);
    await settle();
    feed.shown(BEGIN + 500);
    expect(told).toEqual([0, 1]);
    feed.shown(BEGIN + 2100);
    feed.shown(BEGIN + 2200);
    expect(told).toEqual([0, 1, 2, 3]);
  });

  it("is asked for in pieces, before it is needed", async () => {
    feed.seek(BEGIN);
    await settle();
    feed.shown(BEGIN + 1000);
    expect(asked).toEqual([[-1000, 19_000]]);
    feed.shown(BEGIN + 12_000);
    feed.shown(BEGIN + 12_100);
    expect(asked).toEqual([
      [-1000, 19_000],
      [19_000, 39_000],
    ]);
  });

  it("is asked for anew behind a gap, and nothing in between", async () => {
    feed.seek(BEGIN);
    await settle();
    feed.shown(BEGIN + 600_000);
    expect(asked.at(-1)).toEqual([599_000, 619_000]);
  });

  it("of another moment comes too late and is dropped", async () => {
    feed.seek(BEGIN + 900_000);
    fetch = () => Promise.resolve([]);
    feed.seek(BEGIN);
    await settle();
    feed.shown(BEGIN + 5000);
    expect(told).toEqual([]);
  });

  it("that does not come is logged, and the picture plays on", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    fetch = () => Promise.reject(new Error("away"));
    feed.seek(BEGIN);
    await settle();
    feed.shown(BEGIN + 100);
    expect([told, asked.length, warn.mock.calls.length]).toEqual([[], 1, 1]);
  });
});
