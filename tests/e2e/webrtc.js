// A page's end of WebRTC, without the app: evaluates to functions that sign in with a token.
({ token }) => {
  const headers = { Authorization: `Bearer ${token}` };
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const offer = async (peer, url) => {
    await peer.setLocalDescription();
    for (let waited = 0; peer.iceGatheringState !== "complete" && waited < 700; waited += 10) await wait(10);
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/sdp" },
      body: peer.localDescription.sdp,
    });
    if (!response.ok) throw new Error(await response.text());
    await peer.setRemoteDescription({ type: "answer", sdp: await response.text() });
    return response.headers.get("Location");
  };

  /** Watches until so many pictures were shown. Their RTP time stamps; the session and its status; some JPEGs' times. */
  const watch = async (camera, pictures) => {
    const peer = new RTCPeerConnection();
    const { receiver } = peer.addTransceiver("video", { direction: "recvonly" });
    peer.addTransceiver("audio", { direction: "recvonly" });
    receiver.jitterBufferTarget = 0;
    const session = await offer(peer, `/api/cameras/${camera}/whep`);
    const video = document.createElement("video");
    Object.assign(video, { muted: true, autoplay: true, srcObject: new MediaStream([receiver.track]) });
    document.body.append(video);
    const shown = [];
    const jpegTimes = [];
    while (shown.length < pictures) {
      const { rtpTimestamp } = await new Promise((resolve) =>
        video.requestVideoFrameCallback((_, about) => resolve(about)),
      );
      if (rtpTimestamp !== undefined) shown.push(rtpTimestamp);
      if (shown.length % 10 === 5) {
        const jpeg = await fetch(`/api/cameras/${camera}/frame.jpg`, { headers });
        jpegTimes.push(jpeg.headers.get("X-Capture-Ts"));
      }
    }
    const status = await (await fetch(session, { headers })).json();
    globalThis.leave = () => peer.close();
    return { shown, jpegTimes, session, status, width: video.videoWidth, height: video.videoHeight };
  };

  /** Sends this browser's camera and microphone; resolves when the connection is up. */
  const push = async (camera) => {
    const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    const peer = new RTCPeerConnection();
    for (const track of media.getTracks()) peer.addTransceiver(track, { direction: "sendonly" });
    const session = await offer(peer, `/api/cameras/${camera}/whip`);
    while (peer.connectionState !== "connected") await wait(20);
    globalThis.leave = () => peer.close();
    return session;
  };

  return { watch, push };
};
