import { Unreachable } from "./errors";

const ATTEMPTS = 3;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 500;
/** Done twice these are as done once; a POST might make a second camera. */
const REPEATABLE = new Set(["GET", "HEAD", "PUT", "PATCH", "DELETE"]);

/**
 * `fetch` that gives up on a silent server after 10 s, or `timeoutMs`, and tries again, three times in all with a growing pause,
 * where a repetition does no harm.
 *
 * @throws Unreachable when no answer came.
 */
export async function retryingFetch(
  request: Request,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): Promise<Response> {
  const attempts = REPEATABLE.has(request.method) ? ATTEMPTS : 1;
  for (let attempt = 1; ; attempt++) {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(request.clone(), { signal: AbortSignal.any([request.signal, timeout]) });
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      if (attempt >= attempts) throw new Unreachable("no answer", { cause });
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
