// Shows cameras as a page would and reads the number in each picture back off a canvas.
// Evaluates to an object of functions; times are milliseconds since the epoch.
({ width, height, bars, barHeight, token }) => {
  const headers = { Authorization: `Bearer ${token}` };
  const canvas = new OffscreenCanvas(width, barHeight);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const now = () => performance.timeOrigin + performance.now();

  /** The number in what is shown right now; null when there is none, as in a black picture. */
  const read = (image) => {
    context.drawImage(image, 0, 0, width, barHeight, 0, 0, width, barHeight);
    const row = context.getImageData(0, barHeight / 2, width, 1).data;
    let code = 0;
    for (let bar = 0; bar < bars; bar++) {
      code = code * 2 + (row[Math.floor((bar + 0.5) * (width / bars)) * 4 + 1] > 127 ? 1 : 0);
    }
    const number = code >> 4;
    return (code & 15) === (number % 15) + 1 ? number : null;
  };

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** codec: the only one that this browser says it knows, as in "VP8". */
  const connect = async (camera, codec) => {
    const peer = new RTCPeerConnection();
    const transceiver = peer.addTransceiver("video", { direction: "recvonly" });
    const { receiver } = transceiver;
    const { codecs } = RTCRtpReceiver.getCapabilities("video");
    transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === `video/${codec}`));
    receiver.jitterBufferTarget = 0;
    await peer.setLocalDescription();
    for (let waited = 0; peer.iceGatheringState !== "complete" && waited < 700; waited += 10) await wait(10);
    const offeredAt = now();
    const response = await fetch(`/api/cameras/${camera}/whep`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/sdp" },
      body: peer.localDescription.sdp,
    });
    if (!response.ok) throw new Error(await response.text());
    await peer.setRemoteDescription({ type: "answer", sdp: await response.text() });
    const session = response.headers.get("Location");
    const end = () => {
      peer.close();
      return fetch(session, { method: "DELETE", headers });
    };
    const status = async () => (await fetch(session, { headers })).json();
    return { track: receiver.track, offeredAt, status, end };
  };

  /** Watches by WebRTC: [number, shown at] for each picture, and what the session says of itself. */
  const webrtc = async (camera, codec, seconds) => {
    const { track, offeredAt, status, end } = await connect(camera, codec);
    const video = document.createElement("video");
    Object.assign(video, { muted: true, autoplay: true, srcObject: new MediaStream([track]) });
    document.body.append(video);
    const seen = [];
    let watching = true;
    const shown = () => {
      const at = now(); // reading takes its time, which is not the picture's
      const number = read(video);
      if (number !== null) seen.push([number, at]);
      if (watching) video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
    await wait(seconds * 1000);
    watching = false;
    const session = await status();
    await end();
    video.remove();
    return { seen, session, firstAfterMs: (seen[0]?.[1] ?? Infinity) - offeredAt };
  };

  /** Watches by MJPEG, likewise. */
  const mjpeg = async (camera, seconds) => {
    const stop = new AbortController();
    const askedAt = now();
    const response = await fetch(`/api/cameras/${camera}/mjpeg`, { headers, signal: stop.signal });
    const reader = response.body.getReader();
    const screen = Object.assign(document.createElement("canvas"), { width, height });
    document.body.append(screen);
    const seen = [];
    let buffer = new Uint8Array();
    /** The newest whole picture that has come, taken out of the buffer with all before it; null when none has. */
    const newest = () => {
      for (let jpeg = null; ; ) {
        const head = new TextDecoder("latin1").decode(buffer.subarray(0, 1000));
        const length = /Content-Length: (\d+)/.exec(head)?.[1];
        const begin = head.indexOf("\r\n\r\n") + 4;
        const end = begin + Number(length);
        if (length === undefined || begin < 4 || buffer.length < end) return jpeg;
        jpeg = new Blob([buffer.slice(begin, end)], { type: "image/jpeg" });
        buffer = buffer.slice(end);
      }
    };
    while (now() < askedAt + seconds * 1000) {
      const { value } = await reader.read();
      const joined = new Uint8Array(buffer.length + value.length);
      joined.set(buffer);
      joined.set(value, buffer.length);
      buffer = joined;
      const jpeg = newest();
      if (!jpeg) continue;
      const picture = await createImageBitmap(jpeg);
      screen.getContext("2d").drawImage(picture, 0, 0);
      // As with the video, whose callback comes when its picture is about to be composed.
      await new Promise(requestAnimationFrame);
      const at = now();
      const number = read(picture);
      picture.close();
      if (number !== null) seen.push([number, at]);
    }
    stop.abort();
    screen.remove();
    return { seen, firstAfterMs: (seen[0]?.[1] ?? Infinity) - askedAt };
  };

  /** Watches without looking, `count` times at once, until the function that it gives is called. */
  const crowd = async (camera, codec, count) => {
    const sessions = await Promise.all(Array.from({ length: count }, () => connect(camera, codec)));
    return () => Promise.all(sessions.map(({ end }) => end()));
  };

  return { read, webrtc, mjpeg, crowd };
};
