import { vi } from "vitest";

/** A video element with what jsdom lacks, for a recording: it shows what the test presents, and can be sought in. */
export function fakeReel() {
  let waiting: VideoFrameRequestCallback | null = null;
  const element = document.createElement("video");
  let time = 0;
  const play = vi.fn(() => Promise.resolve());
  Object.defineProperty(element, "currentTime", {
    get: () => time,
    set: (seconds: number) => {
      time = seconds;
    },
  });
  Object.assign(element, {
    play,
    pause: vi.fn(),
    load: vi.fn(() => (time = 0)),
    requestVideoFrameCallback: (callback: VideoFrameRequestCallback) => ((waiting = callback), 1),
    cancelVideoFrameCallback: () => (waiting = null),
  });
  return {
    element,
    play,
    /** The frame at a media time, s. */
    present(mediaTime: number) {
      time = mediaTime;
      const callback = waiting;
      waiting = null;
      callback?.(0, { mediaTime, width: 640, height: 360 } as VideoFrameCallbackMetadata);
    },
    end() {
      element.dispatchEvent(new Event("ended"));
    },
    fail() {
      element.dispatchEvent(new Event("error"));
    },
  };
}
