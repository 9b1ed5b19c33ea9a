import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MjpegFeed, type FeedState } from "./mjpegFeed";

const encoder = new TextEncoder();
const part = (seq: number) =>
  encoder.encode(
    `Content-Length: 2\r\nX-Seq: ${seq}\r\nX-Capture-Ts: 2025-10-24T10:30:00.000Z\r\n\r\nab\r\n--pawsight-frame\r\n`,
  );

let feed: MjpegFeed;
let states: FeedState[];
let seqs: number[];
let fetching: ReturnType<typeof vi.fn<typeof fetch>>;
let stream: ReadableStreamDefaultController<Uint8Array>;

/** The server's answer: a stream that the test feeds, and that ends when the page lets go. */
const answer = (_: unknown, init?: RequestInit) =>
  Promise.resolve(
    new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          stream = controller;
          init?.signal?.addEventListener("abort", () => controller.error(new DOMException("", "AbortError")));
        },
      }),
    ),
  );

beforeEach(async () => {
  vi.useFakeTimers();
  fetching = vi.fn<typeof fetch>(answer);
  vi.stubGlobal("fetch", fetching);
  states = [];
  seqs = [];
  feed = new MjpegFeed({
    url: "/api/cameras/c/mjpeg",
    onPart: ({ seq }) => seqs.push(seq),
    onState: (state) => states.push(state),
  });
  feed.start();
  await settle();
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const last = () => states.at(-1);

describe("a camera's stream", () => {
  it("is connected with its first picture", async () => {
    expect(states).toEqual([{ status: "connecting" }]);
    stream.enqueue(part(1));
    stream.enqueue(part(2));
    await settle();
    expect([last(), seqs]).toEqual([{ status: "connected" }, [1, 2]]);
  });

  it("is asked for again every 3 s after it ended", async () => {
    stream.enqueue(part(1));
    stream.close();
    await settle();
    expect(last()).toEqual({ status: "disconnected", failure: "lost" });
    await vi.advanceTimersByTimeAsync(2999);
    expect(fetching).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetching).toHaveBeenCalledTimes(2);
    stream.enqueue(part(9));
    await settle();
    expect([last(), seqs]).toEqual([{ status: "connected" }, [1, 9]]);
  });

  it("is taken for broken when it says nothing for 5 s", async () => {
    stream.enqueue(part(1));
    await vi.advanceTimersByTimeAsync(4999);
    expect(last()).toEqual({ status: "connected" });
    await vi.advanceTimersByTimeAsync(1);
    expect(last()).toEqual({ status: "disconnected", failure: "silent" });
  });

  it("is refused, and asked for again, while the server answers with an error", async () => {
    fetching.mockImplementation(() => Promise.resolve(new Response(null, { status: 503 })));
    stream.close();
    await vi.advanceTimersByTimeAsync(3000);
    expect(last()).toEqual({ status: "disconnected", failure: "refused" });
    await vi.advanceTimersByTimeAsync(6000);
    expect(fetching).toHaveBeenCalledTimes(4);
  });

  it("is not asked for again when the session is over", async () => {
    fetching.mockImplementation(() => Promise.resolve(new Response(null, { status: 401 })));
    stream.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(last()).toEqual({ status: "disconnected", failure: "signed-out" });
    expect(fetching).toHaveBeenCalledTimes(2);
  });

  it("is given up and logged when it is not what we send", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    stream.enqueue(encoder.encode("<html>\r\n\r\n"));
    await settle();
    expect(last()).toEqual({ status: "disconnected", failure: "lost" });
    expect(warn).toHaveBeenCalledOnce();
  });

  it("is tried at once by hand", async () => {
    stream.close();
    await settle();
    feed.retry();
    expect(fetching).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(3000);
    expect(fetching).toHaveBeenCalledTimes(2);
  });

  it("says nothing more when it was stopped", async () => {
    feed.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toEqual([{ status: "connecting" }]);
    expect(fetching).toHaveBeenCalledTimes(1);
  });
});
