import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import type { components } from "../api/schema";

/** A signed-in owner whose system has no camera; a test adds what it is about. */
export const server = setupServer(
  http.get("/api/auth/me", () =>
    HttpResponse.json<components["schemas"]["Me"]>({
      userId: "0199e1b2-0000-7000-8000-0000000000aa",
      email: "ada@example.org",
      role: "owner",
      scopes: ["read", "write"],
    }),
  ),
  http.get("/api/cameras", () => HttpResponse.json({ items: [], nextCursor: null })),
  http.get("/api/events/recent", () => HttpResponse.json({ items: [], nextCursor: null })),
  http.get("/api/notifications/unread", () => HttpResponse.json({ count: 0 })),
  http.get("/api/events", () => HttpResponse.json({ items: [], nextCursor: null })),
  http.get("/api/cameras/:id/recordings", () =>
    HttpResponse.json({ segments: [], gaps: [], nextFrom: null }),
  ),
  http.get("/api/cameras/:id/zones", () => HttpResponse.json({ items: [], nextCursor: null })),
  http.get("/api/devices", () => HttpResponse.json({ items: [], nextCursor: null })),
  http.get("/api/corrections", () => HttpResponse.json({ items: [], nextCursor: null })),
  http.get("/api/analytics/daily", () => HttpResponse.json({ items: [] })),
  http.get("/api/analytics/source", () => HttpResponse.json({ runId: null, counted: true })),
  http.get("/api/auth/time-zone", () => HttpResponse.json({ timeZone: "Europe/Berlin" })),
  http.get("/readyz", () =>
    HttpResponse.json({
      status: "ready",
      checks: {
        database: { ok: true, reason: null },
        redis: { ok: true, reason: null },
        s3: { ok: true, reason: null },
        detector: { ok: true, reason: null, model: "nanodet.onnx", fellBackFrom: null },
        pose: { ok: true, reason: null, model: "dogpose.onnx", fellBackFrom: null },
      },
    }),
  ),
);

/** The envelope of the contract. */
export const refusal = (status: number, code: string, message: string) =>
  HttpResponse.json(
    { error: { code, message, details: null, timestamp: "2025-10-24T10:30:00.000Z" } },
    { status },
  );
