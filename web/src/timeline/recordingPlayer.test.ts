import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ObservedFrame } from "../api/client";
import { fakeReel } from "../test/fakeReel";
import { aDog, CAMERA_ID } from "../test/samples";
import type { Ledger } from "./ledger";
import { RecordingPlayer, type PlaybackState } from "./recordingPlayer";

const BEGIN = Date.UTC(2025, 9, 24, 10, 30);
const at = (seconds: number) => BEGIN + seconds * 1000;
const stretch = (from: number, to: number) => ({
  id: `s${from}`,
  from: at(from),
  to: at(to),
  url: `/s${from}.mp4`,
});
const GAP = { from: at(20), to: at(60), reason: "source_away" } as const;

let ledger: Ledger;
let asked: number[];
let states: PlaybackState[];
let moments: number[];
let observed: ObservedFrame[];
let reels: [ReturnType<typeof fakeReel>, ReturnType<typeof fakeReel>];
let player: RecordingPlayer;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  ledger = {
    from: at(0),
    to: at(80),
    stretches: [stretch(0, 10), stretch(10, 20), stretch(60, 70)],
    missing: [GAP],
  };
  [asked, states, moments, observed] = [[], [], [], []];
  reels = [fakeReel(), fakeReel()];
  player = new RecordingPlayer({
    cameraId: CAMERA_ID,
    videos: [reels[0].element, reels[1].element],
    overlay: document.createElement("canvas"),
    fetchLedger: (from) => (asked.push(from), Promise.resolve({ ...ledger, from: at(0) })),
    fetchObserved: () => Promise.resolve(observed),
    onState: (state) => states.push(state),
    onMoment: (ms) => moments.push(ms),
  });
});

afterEach(() => {
  player.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const sources = () => reels.map(({ element }) => element.getAttribute("src"));
const last = () => states.at(-1);

/** The waiting video takes over at the first picture that it shows. */
async function begin(ms: number) {
  player.seek(ms);
  await settle();
  reels[1].present(0);
}

describe("a recording", () => {
  it("plays from the moment that was asked for: the first picture tells where the count begins", async () => {
    player.seek(at(4));
    await settle();
    expect(sources()).toEqual([null, "/s0.mp4"]);
    reels[1].present(0.133);
    expect(reels[1].element.currentTime).toBeCloseTo(4.133);
    expect(moments).toEqual([]);
    reels[1].present(4.133);
    expect(moments).toEqual([at(4)]);
    expect(last()).toEqual({ status: "playing" });
    expect(reels.map(({ element }) => element.style.opacity)).toEqual(["0", "1"]);
  });

  it("goes on with the next stretch, which waits in the other video", async () => {
    await begin(at(0));
    expect(sources()).toEqual(["/s10.mp4", "/s0.mp4"]);
    reels[0].present(0); // it waits: nobody sees it
    expect(moments).toEqual([at(0)]);
    reels[1].end();
    reels[0].present(0.067);
    expect(moments.at(-1)).toBeCloseTo(at(10.067));
    expect(sources()).toEqual(["/s10.mp4", "/s60.mp4"]);
  });

  it("goes on after a gap, where it is recorded again", async () => {
    await begin(at(10));
    reels[1].end();
    reels[0].present(0);
    expect(moments.at(-1)).toBe(at(60));
  });

  it("tells why nothing was recorded at a moment, and when it goes on", async () => {
    player.seek(at(30));
    await settle();
    expect(last()).toEqual({ status: "missing", missing: GAP, next: at(60) });
  });

  it("asks once for what it knows already", async () => {
    await begin(at(0));
    player.seek(at(5));
    await settle();
    expect(asked).toHaveLength(1);
    expect(reels[1].element.currentTime).toBeCloseTo(5);
  });

  it("waits for the stretch that is being written, and is over when none comes", async () => {
    ledger = { ...ledger, stretches: [stretch(0, 10)], missing: [] };
    await begin(at(0));
    reels[1].end();
    await settle();
    expect(last()).toEqual({ status: "loading" });
    ledger = { ...ledger, stretches: [stretch(0, 10), stretch(10, 20)] };
    await vi.advanceTimersByTimeAsync(2000);
    reels[0].present(0);
    expect(moments.at(-1)).toBe(at(10));
    reels[0].end();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(last()).toEqual({ status: "over" });
  });

  it("is over at once where nothing is recorded any more", async () => {
    player.seek(at(200));
    await settle();
    expect(last()).toEqual({ status: "over" });
  });

  it("stays paused when it is sought in", async () => {
    await begin(at(0));
    player.toggle();
    expect(last()).toEqual({ status: "paused" });
    const { play } = reels[1];
    play.mockClear();
    player.seek(at(3));
    await settle();
    reels[1].present(3);
    expect(last()).toEqual({ status: "paused" });
    expect(play).not.toHaveBeenCalled();
    player.toggle();
    expect(play).toHaveBeenCalled();
  });

  it("forgets what was asked for before, when it comes too late", async () => {
    player.seek(at(30));
    player.seek(at(0));
    await settle();
    reels[1].present(0);
    expect(states.some(({ status }) => status === "missing")).toBe(false);
    expect(moments).toEqual([at(0)]);
  });

  it("says that it can't be played, and can be tried again", async () => {
    await begin(at(0));
    reels[1].fail();
    expect(last()).toEqual({ status: "failed" });
  });

  it("has the boxes of the very frame that is shown", async () => {
    observed = [4, 4.1].map((second, seq) => ({
      seq,
      captureTs: new Date(at(second)).toISOString(),
      detections: [aDog(seq / 10)],
      keypoints: [],
      actions: [],
      objects: [],
    }));
    player.seek(at(4));
    await settle();
    reels[1].present(0);
    reels[1].present(4.1);
    expect(player.seen?.captureMs).toBeCloseTo(at(4.1));
    expect(player.seen?.sightings.map(({ box }) => box.x)).toEqual([0.1]);
  });
});
