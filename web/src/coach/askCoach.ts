import { apiError, Unreachable } from "../api/errors";
import { isOf, list, number, string, type Shape } from "./shape";
import type { ChatAnswer, ChatQuestion, Summary, SummaryQuestion, Tip, TipQuestion } from "./contract";
import { serverSentEvents } from "./serverSentEvents";

/** A small model on a small machine takes its time. */
const PATIENCE_MS = 60_000;

const CHAT: Shape<ChatAnswer> = { answer: string, relevantTimestamps: list(number) };
const SENTENCE: Shape<{ text: string }> = { text: string };
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
  const sentences: string[] = [];
  for await (const { event, data } of serverSentEvents(response.body)) {
    if (event === "error") throw apiError(503, parsed(data));
    const told = parsed(data);
    // It comes last and says all of it: what was checked may differ from what was streamed.
    if (event === "answer" && isOf(CHAT, told)) return told;
    if (isOf(SENTENCE, told)) sentences.push(told.text);
    onText(sentences.join(" "));
  }
  throw apiError(502, null);
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

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
