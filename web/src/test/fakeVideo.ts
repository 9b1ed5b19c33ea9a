/** A video element with what jsdom lacks: it shows the frames that the test presents. */
export function fakeVideo() {
  let waiting: VideoFrameRequestCallback | null = null;
  const element = Object.assign(document.createElement("video"), {
    play: () => Promise.resolve(),
    requestVideoFrameCallback: (callback: VideoFrameRequestCallback) => ((waiting = callback), 1),
    cancelVideoFrameCallback: () => (waiting = null),
  });
  return {
    element,
    get isWatched() {
      return waiting !== null;
    },
    /** A frame with this RTP time stamp, which arrived 30 ms ago and is visible `soonMs` from now. */
    present(rtpTimestamp: number | undefined, soonMs = 0) {
      const now = performance.now();
      waiting?.(now, {
        rtpTimestamp,
        receiveTime: now - 30,
        expectedDisplayTime: now + soonMs,
        width: 640,
        height: 360,
      } as VideoFrameCallbackMetadata);
    },
  };
}
