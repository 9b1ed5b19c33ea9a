// Before the page's own script: what the page hears of its cameras, and when. Asked first, it hears each message before the
// page does. Times are milliseconds since the epoch by the page's clock.
window.overlayBench = { answers: [], rtpOrigin: null };

{
  const { overlayBench } = window;
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => {
        const { type, cameraId, captureTs, detections } = JSON.parse(data);
        if (type !== "frame") return;
        const heardMs = performance.timeOrigin + performance.now();
        overlayBench.answers.push({ cameraId, captureTs, heardMs, boxes: detections.map(({ box }) => box) });
      });
    }
  };

  // What the sender adds to each RTP time stamp: the page asks for it until it is told.
  const ask = window.fetch;
  window.fetch = async (...request) => {
    const response = await ask(...request);
    if (response.url.includes("/whep/") && response.ok) {
      const told = await response.clone().json().catch(() => null);
      overlayBench.rtpOrigin = told?.rtpOrigin ?? overlayBench.rtpOrigin;
    }
    return response;
  };
}
