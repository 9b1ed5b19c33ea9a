import { toast } from "sonner";
import type { components } from "./schema";

type Envelope = components["schemas"]["ErrorEnvelope"];

/** The server answered with an error. `message` is meant for people where the status is 4xx. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: string | null,
  ) {
    super(message);
  }
}

/** No answer came: the network is away, or the server took too long. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

export function apiError(status: number, body: unknown): ApiError {
  if (isEnvelope(body)) {
    const { code, message, details } = body.error;
    return new ApiError(status, code, message, details);
  }
  return new ApiError(status, "UNKNOWN", `The server answered ${status}`, null);
}

function isEnvelope(body: unknown): body is Envelope {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** What to tell a person: the envelope's words for 4xx, something general for the rest. */
export function inWords(error: unknown): string {
  if (error instanceof ApiError && error.status < 500) {
    return error.details ? `${error.message}: ${error.details}` : error.message;
  }
  if (error instanceof Unreachable) return "Pawsight can't be reached. What was saved is safe.";
  return "Something went wrong on our side. What was saved is safe; try again in a moment.";
}

/** Shows an error as a toast (the same one once), and logs what is not the person's doing. */
export function tell(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) return; // the sign-in page says it
  if (!(error instanceof ApiError && error.status < 500)) console.error(error);
  toast.error(inWords(error), { id: error instanceof ApiError ? error.code : "unreachable" });
}
