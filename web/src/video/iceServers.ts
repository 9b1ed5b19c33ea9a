/** STUN and TURN servers that the operator named; none at home. */
export async function iceServers(signal: AbortSignal): Promise<RTCIceServer[]> {
  const response = await fetch("/api/webrtc", { signal });
  if (!response.ok) return [];
  const { iceServers } = (await response.json()) as { iceServers: RTCIceServer[] };
  return iceServers;
}
