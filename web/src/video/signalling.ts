import { apiError } from "../api/errors";
import { pause } from "./pause";

/** Candidates that are not found by then are not offered: a STUN server may be away, and the picture waits. */
const GATHERING_MS = 700;
const ANSWER_TIMEOUT_MS = 8_000;
const ASK_AGAIN_MS = 150;

/**
 * Offers a connection and takes the answer, by WHEP or WHIP: both are one POST, with all candidates in it.
 * Returns the address of the session, by which it is ended.
 *
 * @throws ApiError when the server refuses; whatever `fetch` throws when no answer comes or `signal` aborts.
 */
export async function offer(
  connection: RTCPeerConnection,
  url: string,
  signal: AbortSignal,
): Promise<string> {
  await connection.setLocalDescription();
  await candidatesGathered(connection);
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/sdp" },
    body: connection.localDescription?.sdp ?? "",
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
  });
  if (!response.ok) throw apiError(response.status, await response.json().catch(() => null));
  const session = sessionAddress(response.headers.get("Location"), url);
  try {
    await connection.setRemoteDescription({ type: "answer", sdp: await response.text() });
  } catch (error) {
    endSession(session);
    throw error;
  }
  return session;
}

/**
 * What the sender adds to each RTP time stamp of a WHEP session. The server knows it when it has sent a picture,
 * and is asked until then.
 *
 * @throws ApiError when there is no such session; whatever `fetch` throws when no answer comes or `signal` aborts.
 */
export async function rtpOrigin(session: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    const response = await fetch(session, { signal });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw apiError(response.status, body);
    if (isStatus(body) && body.rtpOrigin !== null) return body.rtpOrigin;
    await pause(ASK_AGAIN_MS, signal);
  }
}

const isStatus = (body: unknown): body is { readonly rtpOrigin: number | null } =>
  typeof body === "object" && body !== null && "rtpOrigin" in body;

/** Tells the server that nobody is there any more; the request outlives the page. */
export function endSession(session: string): void {
  // Unheard it is no loss: the server notices by itself, later.
  fetch(session, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

/** Resolves when all candidates are known, or those that were found in time. */
export function candidatesGathered(connection: RTCPeerConnection, limitMs = GATHERING_MS): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      connection.removeEventListener("icegatheringstatechange", look);
      resolve();
    };
    const look = () => {
      if (connection.iceGatheringState === "complete") done();
    };
    const timer = setTimeout(done, limitMs);
    connection.addEventListener("icegatheringstatechange", look);
    look();
  });
}

function sessionAddress(location: string | null, url: string): string {
  const session = new URL(location ?? "", new URL(url, window.location.origin));
  if (location === null || session.origin !== window.location.origin) throw apiError(502, null);
  return session.pathname + session.search;
}
