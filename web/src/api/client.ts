import createClient, { type Middleware } from "openapi-fetch";
import { apiError } from "./errors";
import { retryingFetch } from "./retryingFetch";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type Camera = Schemas["CameraInfo"];
export type CameraStatus = Schemas["CameraStatus"];
export type RecordingStatus = Schemas["RecordingStatus"];
export type Clip = Schemas["ClipInfo"];
export type ClipJob = Schemas["ClipJob"];
export type Snapshot = Schemas["SnapshotInfo"];
export type Correction = Schemas["CorrectionInfo"];
export type DayMetrics = Schemas["DayMetrics"];
export type StoredDay = Schemas["StoredDay"];
export type WeekSummary = Schemas["WeekSummary"];
export type ActivityHour = Schemas["ActivityHour"];
export type Heatmap = Schemas["Heatmap"];
export type Recordings = Schemas["Recordings"];
export type ObservationsPage = Schemas["ObservationsPage"];
export type Segment = Schemas["RecordedSegment"];
export type Gap = Schemas["RecordingGap"];
export type ObservedFrame = Schemas["ObservedFrame"];
export type ObservedSound = Schemas["ObservedSound"];
export type Me = Schemas["Me"];
export type Readiness = Schemas["Readiness"];

const throwErrors: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return;
    // `/readyz` answers 503 with a body that says what is missing: an answer, not a failure.
    if (response.status === 503 && new URL(request.url).pathname === "/readyz") return;
    const body: unknown = await response.json().catch(() => null);
    throw apiError(response.status, body);
  },
};

/**
 * `fetch` for a call that may take long: a picture that is read out of a recording which is just being written.
 * Given to a single call.
 */
export const patientFetch = (request: Request) => retryingFetch(request, { timeoutMs: 30_000 });

/** The typed API. Every call resolves with what the schema says, or throws `ApiError` or `Unreachable`. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => retryingFetch(request),
});
api.use(throwErrors);

/** The body of an answer that has one. */
export function bodyOf<Body>({ data }: { data?: Body }): Body {
  if (data === undefined) throw apiError(502, null);
  return data;
}
