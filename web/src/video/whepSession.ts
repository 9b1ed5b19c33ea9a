import { iceServers } from "./iceServers";
import { captureTime } from "./rtpClock";
import { endSession, offer, rtpOrigin } from "./signalling";
import type { FrameSource } from "./videoScreen";

/** A camera's stream by WHEP: one peer connection that takes its picture and its sound. */
export type WhepSession = FrameSource & {
  readonly hasSound: boolean;
  /** Whether the connection is lost for good, or the server ended it. */
  isOver(): boolean;
  /** Ends it here and on the server. */
  end(): void;
};

/**
 * Opens a session. Its stream begins when ICE and DTLS have agreed, which is not waited for here.
 *
 * @param nowMs the server's clock, ms since the epoch, to within six hours.
 * @throws ApiError when the server refuses; whatever `fetch` throws when no answer comes or `signal` aborts.
 */
export async function openWhep(url: string, signal: AbortSignal, nowMs: () => number): Promise<WhepSession> {
  const connection = new RTCPeerConnection({ iceServers: await iceServers(signal) });
  const video = connection.addTransceiver("video", { direction: "recvonly" });
  const audio = connection.addTransceiver("audio", { direction: "recvonly" });
  const receivers = [video.receiver, audio.receiver];
  const holdBack = (ms: number) => {
    for (const receiver of receivers) receiver.jitterBufferTarget = ms;
  };
  holdBack(0);
  let address: string;
  try {
    address = await offer(connection, url, signal);
  } catch (error) {
    connection.close();
    throw error;
  }
  let origin: number | null = null;
  const ended = new AbortController();
  rtpOrigin(address, ended.signal).then(
    (found) => (origin = found),
    // A session that ended has none; the feed sees that no picture comes.
    () => undefined,
  );
  return {
    stream: new MediaStream(receivers.map(({ track }) => track)),
    hasSound: audio.currentDirection === "recvonly",
    captureTime: (rtpTimestamp) => (origin === null ? null : captureTime(rtpTimestamp, origin, nowMs())),
    holdBack,
    // Chromium calls a connection well that the other side has closed; only its DTLS transport tells.
    isOver: () =>
      [connection.connectionState, video.receiver.transport?.state].some(
        (state) => state === "failed" || state === "closed",
      ),
    end() {
      ended.abort();
      connection.close();
      endSession(address);
    },
  };
}
