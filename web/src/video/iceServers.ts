import { api, bodyOf } from "../api/client";

/**
 * STUN and TURN servers that the operator named; none at home.
 *
 * @throws ApiError, Unreachable; an AbortError when `signal` aborts.
 */
export async function iceServers(signal: AbortSignal): Promise<RTCIceServer[]> {
  const { iceServers } = bodyOf(await api.GET("/api/webrtc", { signal }));
  return iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username && { username }),
    ...(credential && { credential }),
  }));
}
