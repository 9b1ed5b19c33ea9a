const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * How long to wait before attempt `attempt` (1 is the first retry): exponential, with full jitter over its
 * upper half, so that a thousand pages do not come back in one moment.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return ceiling / 2 + (random() * ceiling) / 2;
}
