import { apiError, Unreachable } from "../api/errors";
import { isOf, list, number, string, type Shape } from "./shape";
import type { ChatAnswer, ChatQuestion, Summary, SummaryQuestion, Tip, TipQuestion } from "./contract";
import { serverSentEvents } from "./serverSentEvents";

/** A small model on a small machine takes its time. */
const PATIENCE_MS = 60_000;

const CHAT: Shape<ChatAnswer> = { answer: string, relevantTimestamps: list(number) };
const TIP: Shape<Tip> = { tip: string, confidence: number };
const SUMMARY: Shape<Summary> = {
  summary: string,
  wins: list(string),
  setbacks: list(string),
  suggestions: list(string),
  highlightClips: list(string),
};

/**
 * Asks a question; `onText` is told the answer as far as it has come, if the server streams it.
 *
 * @throws ApiError, Unreachable; DOMException AbortError when `signal` says so.
 */
export async function askQuestion(
  question: ChatQuestion,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<ChatAnswer> {
  const response = await post("/coach/chat", question, "text/event-stream, application/json", signal);
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream") || !response.body) {
    return bodyAs(response, CHAT);
  }
  let answer = "";
  let relevantTimestamps: readonly number[] = [];
  for await (const { event, data } of serverSentEvents(response.body)) {
    if (event === "error") throw apiError(503, parsed(data));
    const piece = pieceOf(parsed(data));
    // The last one says all of it: what was checked may differ from what was streamed.
    answer = piece.answer ?? answer + piece.delta;
    relevantTimestamps = piece.relevantTimestamps ?? relevantTimestamps;
    onText(answer);
  }
  if (answer === "") throw apiError(502, null);
  return { answer, relevantTimestamps };
}

/** What to do now. @throws as `askQuestion`. */
export const askTip = async (question: TipQuestion, signal: AbortSignal): Promise<Tip> =>
  bodyAs(await post("/coach/tips", question, "application/json", signal), TIP);

/** What a time came to. @throws as `askQuestion`. */
export const askSummary = async (question: SummaryQuestion, signal: AbortSignal): Promise<Summary> =>
  bodyAs(await post("/coach/summary", question, "application/json", signal), SUMMARY);

async function post(path: string, body: unknown, accept: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new Unreachable("no answer", { cause });
  }
  if (!response.ok) throw apiError(response.status, await response.json().catch(() => null));
  return response;
}

async function bodyAs<Body>(response: Response, shape: Shape<Body>): Promise<Body> {
  const body: unknown = await response.json().catch(() => null);
  if (!isOf(shape, body)) throw apiError(502, null);
  return body;
}

type Piece = {
  readonly delta: string;
  readonly answer: string | undefined;
  readonly relevantTimestamps: readonly number[] | undefined;
};

/** A piece of a streamed answer: some more of its text, or what the whole came to. */
function pieceOf(data: unknown): Piece {
  if (typeof data === "string") return { delta: data, answer: undefined, relevantTimestamps: undefined };
  const { delta, text, answer, relevantTimestamps } = Object(data) as Record<string, unknown>;
  return {
    delta: [delta, text].find((one) => typeof one === "string") ?? "",
    answer: typeof answer === "string" ? answer : undefined,
    relevantTimestamps: list(number)(relevantTimestamps) ? relevantTimestamps : undefined,
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
