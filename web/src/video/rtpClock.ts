/** RTP's clock for video (RFC 3551): ticks a millisecond. */
const TICKS_PER_MS = 90;
const WRAP = 2 ** 32;

/**
 * When a frame was captured, ms since the epoch, by its RTP time stamp. The sender's ticks count from the epoch
 * plus a random `origin`; 32 bits of them come over the wire, and wrap every 13 hours: of all moments that they
 * may mean it is the one nearest to `nowMs`.
 */
export function captureTime(rtpTimestamp: number, origin: number, nowMs: number): number {
  const now = Math.floor(nowMs) * TICKS_PER_MS;
  const ahead = modulo(rtpTimestamp - origin - now, WRAP);
  return Math.floor((now + (ahead < WRAP / 2 ? ahead : ahead - WRAP)) / TICKS_PER_MS);
}

const modulo = (value: number, divisor: number) => ((value % divisor) + divisor) % divisor;
