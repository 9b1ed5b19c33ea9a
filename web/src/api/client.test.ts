import { QueryClient } from "@tanstack/react-query";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refusal, server } from "../test/server";
import { api } from "./client";
import { ApiError, inWords, Unreachable } from "./errors";
import { readinessQuery } from "./queries";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Counts what arrives; answers with what `answer` gives. */
function count(path: string, method: "get" | "post", answer: () => Response) {
  let calls = 0;
  server.use(http[method](path, () => ((calls += 1), answer())));
  return () => calls;
}

describe("the API", () => {
  it("throws the envelope's code and words", async () => {
    count("/api/cameras", "get", () => refusal(404, "CAMERA_NOT_FOUND", "There is no such camera"));
    await expect(api.GET("/api/cameras")).rejects.toMatchObject({
      status: 404,
      code: "CAMERA_NOT_FOUND",
      message: "There is no such camera",
    });
  });

  it("survives an error that is not ours", async () => {
    count("/api/cameras", "get", () => new HttpResponse("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(api.GET("/api/cameras")).rejects.toMatchObject({ status: 502, code: "UNKNOWN" });
  });

  it("tries three times when no answer comes", async () => {
    const calls = count("/api/cameras", "get", () => HttpResponse.error());
    const answer = expect(api.GET("/api/cameras")).rejects.toBeInstanceOf(Unreachable);
    await vi.waitFor(() => expect(calls()).toBe(1));
    await vi.advanceTimersByTimeAsync(500);
    await vi.waitFor(() => expect(calls()).toBe(2));
    await vi.advanceTimersByTimeAsync(1000);
    await answer;
    expect(calls()).toBe(3);
  });

  it("never repeats what would be done twice", async () => {
    const calls = count("/api/cameras", "post", () => HttpResponse.error());
    const body = { name: "Kitchen", source: { kind: "url", url: "rtsp://camera.example" } } as const;
    await expect(api.POST("/api/cameras", { body })).rejects.toBeInstanceOf(Unreachable);
    expect(calls()).toBe(1);
  });

  it("does not repeat a request that was answered with an error", async () => {
    const calls = count("/api/cameras", "get", () => refusal(503, "POOL_EXHAUSTED", "Too many requests"));
    await expect(api.GET("/api/cameras")).rejects.toBeInstanceOf(ApiError);
    expect(calls()).toBe(1);
  });

  it("takes a 503 of /readyz for the answer that it is", async () => {
    const unavailable = { status: "unavailable", checks: {} };
    server.use(http.get("/readyz", () => HttpResponse.json(unavailable, { status: 503 })));
    await expect(new QueryClient().query(readinessQuery)).resolves.toEqual(unavailable);
  });

  it("takes a proxy's 503 for what it is", async () => {
    server.use(http.get("/readyz", () => new HttpResponse("<h1>No server</h1>", { status: 503 })));
    await expect(new QueryClient().query(readinessQuery)).rejects.toMatchObject({ status: 503 });
  });
});

describe("errors in words", () => {
  it.each([
    [
      new ApiError(400, "X", "This can't be a camera", "it is this machine"),
      /can't be a camera: it is this machine/,
    ],
    [new ApiError(404, "X", "There is no such camera", null), /^There is no such camera$/],
    [new ApiError(500, "X", "asyncpg exploded", null), /Something went wrong on our side/],
    [new Unreachable("no answer"), /can't be reached/],
    [new Error("bug"), /Something went wrong/],
  ])("%s", (error, words) => {
    expect(inWords(error)).toMatch(words);
  });
});
