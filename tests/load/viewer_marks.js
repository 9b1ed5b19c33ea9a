// Counts, in a page of ours, what comes to the screen and how long what a person does takes. Nothing that it keeps grows
// with time, but for the few words on each interaction.
window.viewer = { pictures: 0, liveMs: 0, boxed: 0, boxedRedrawn: 0, redraws: 0, interactions: {}, streams: [] };

{
  const { viewer } = window;
  const { requestVideoFrameCallback } = HTMLVideoElement.prototype;
  let last = 0;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (shown) {
    return requestVideoFrameCallback.call(this, (now, frame) => {
      const before = viewer.redraws;
      shown(now, frame);
      if (!this.srcObject) return; // a recording
      viewer.pictures++;
      if (now - last < 1000) viewer.liveMs += now - last;
      last = now;
      const overlay = this.closest("figure")?.querySelector("canvas[aria-hidden]");
      if (!overlay || overlay.style.visibility === "hidden") return;
      viewer.boxed++;
      if (viewer.redraws > before) viewer.boxedRedrawn++;
    });
  };

  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (this.canvas.closest("figure")?.querySelector("video")?.srcObject) viewer.redraws++;
    return clearRect.apply(this, area);
  };

  /** Of one key or click the slowest of its events counts. */
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name, target, startTime, processingStart, processingEnd } of list.getEntries()) {
      if (!interactionId || viewer.interactions[interactionId]?.ms >= duration) continue;
      const labelled = target?.closest?.("[aria-label], button, a");
      const what = labelled?.getAttribute("aria-label") ?? labelled?.textContent ?? target?.nodeName ?? "";
      viewer.interactions[interactionId] = {
        ms: duration,
        what: `${name} on ${what.slice(0, 40)}`,
        waitedMs: processingStart - startTime,
        workedMs: processingEnd - processingStart,
      };
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });

  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...settings) {
      super(...settings);
      const told = { received: 0, dropped: 0 };
      viewer.streams.push(told);
      const asking = setInterval(async () => {
        if (this.connectionState === "closed") return clearInterval(asking);
        for (const one of (await this.getStats()).values()) {
          if (one.type !== "inbound-rtp" || one.kind !== "video") continue;
          told.received = one.framesReceived ?? 0;
          told.dropped = one.framesDropped ?? 0;
        }
      }, 1000);
    }
  };
}
