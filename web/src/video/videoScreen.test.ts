import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeVideo } from "../test/fakeVideo";
import type { ShownFrame } from "./screen";
import { VideoScreen, type FrameSource } from "./videoScreen";

/** A camera whose RTP time stamps are simply milliseconds. */
const aSource = () => ({
  stream: {} as MediaStream,
  captureTime: (rtpTimestamp: number) => rtpTimestamp,
  holdBack: vi.fn(),
});

let video: ReturnType<typeof fakeVideo>;
let screen: VideoScreen;
let shown: ShownFrame[];

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  video = fakeVideo();
  screen = new VideoScreen(video.element, (frame) => shown.push(frame));
});

afterEach(() => {
  vi.useRealTimers();
});

/** 15 frames a second that arrive 30 ms old, and answers that come `lagMs` after that. */
function play(lagMs: number) {
  for (let frame = 0; frame < 200; frame++) {
    vi.advanceTimersByTime(66);
    const captureMs = performance.now() - 60;
    video.present(captureMs);
    screen.answered(captureMs + 30 - lagMs);
  }
}

describe("a video's frames", () => {
  it("are known by the time of their capture, and of their showing", () => {
    screen.play(aSource());
    video.present(1000, 12);
    expect(shown).toEqual([
      { captureMs: 1000, shownAt: performance.now() + 12, size: { width: 640, height: 360 } },
    ]);
  });

  it("are passed over while it can't be told when they were captured", () => {
    let captureTime: FrameSource["captureTime"] = () => null;
    screen.play({ ...aSource(), captureTime: (stamp) => captureTime(stamp) });
    video.present(1000);
    video.present(undefined);
    captureTime = (stamp) => stamp;
    video.present(1066);
    expect(shown.map(({ captureMs }) => captureMs)).toEqual([1066]);
  });

  it("are held back as long as their answers take after they arrived", () => {
    const source = aSource();
    screen.play(source);
    play(100);
    expect(source.holdBack.mock.lastCall?.[0]).toBeCloseTo(100, 0);
  });

  it("are not held back any more when nobody wants boxes", () => {
    const source = aSource();
    screen.play(source);
    play(100);
    screen.waitForAnswers(false);
    play(100);
    expect(source.holdBack.mock.lastCall).toEqual([0]);
  });

  it("end with the stream", () => {
    screen.play(aSource());
    screen.stop();
    expect([video.element.srcObject, video.isWatched]).toEqual([null, false]);
  });
});
