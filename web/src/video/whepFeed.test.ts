import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import { backoffMs } from "../realtime/backoff";
import { WhepFeed, type WhepState } from "./whepFeed";
import type { WhepSession } from "./whepSession";

type Opened = { over: boolean; ended: number };

let feed: WhepFeed;
let states: WhepState[];
let opened: Opened[];
let refusal: Error | null;
let played: unknown[];
let warn: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  vi.useFakeTimers();
  warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  [states, opened, played, refusal] = [[], [], [], null];
  feed = new WhepFeed({
    open: () => {
      if (refusal) return Promise.reject(refusal);
      const session: Opened = { over: false, ended: 0 };
      opened.push(session);
      return Promise.resolve({
        isOver: () => session.over,
        end: () => (session.ended += 1),
      } as unknown as WhepSession);
    },
    onSession: (session) => played.push(session),
    onState: (state) => states.push(state),
    random: () => 1,
  });
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const last = () => states.at(-1);

/** Pictures every 66 ms. */
async function play(ms: number) {
  for (let at = 0; at < ms; at += 66) {
    feed.pictureShown();
    await pass(66);
  }
}

async function begin() {
  feed.start();
  await pass(0);
}

describe("a camera's WebRTC stream", () => {
  it("plays from its first picture on, not from the answer", async () => {
    await begin();
    expect([states, played.length]).toEqual([["connecting"], 1]);
    feed.pictureShown();
    expect(states).toEqual(["connecting", "playing"]);
  });

  it("is silent when pictures are missing, and plays again when they come", async () => {
    await begin();
    await play(1000);
    await pass(600);
    expect(last()).toBe("silent");
    feed.pictureShown();
    expect(last()).toBe("playing");
    expect(opened).toHaveLength(1);
  });

  it("is given up when it stays silent, and its session is ended", async () => {
    await begin();
    await play(1000);
    await pass(3700);
    expect(last()).toBe("waiting");
    expect(opened[0]?.ended).toBe(1);
  });

  it("is given up at once when the connection is", async () => {
    await begin();
    await play(1000);
    opened[0]!.over = true;
    await pass(100);
    expect(last()).toBe("waiting");
  });

  it("is given up when no picture comes in 8 s", async () => {
    await begin();
    await pass(8000);
    expect(last()).toBe("connecting");
    await pass(200);
    expect([last(), opened[0]?.ended]).toEqual(["waiting", 1]);
  });

  it("is tried again after a refusal, each time later", async () => {
    refusal = new ApiError(503, "CAMERA_AWAY", "away", null);
    await begin();
    for (const attempt of [1, 2, 3]) {
      expect(warn).toHaveBeenCalledTimes(attempt);
      await pass(backoffMs(attempt, () => 1) - 1);
      expect(last()).toBe("waiting");
      await pass(1);
    }
    refusal = null;
    await pass(backoffMs(4, () => 1));
    feed.pictureShown();
    expect(last()).toBe("playing");
  });

  it("begins with short waits again only when it has played for a while", async () => {
    await begin();
    const lose = async () => {
      opened.at(-1)!.over = true;
      await pass(100);
    };
    await play(1000);
    await lose();
    await pass(500);
    await play(1000);
    await lose();
    await pass(800);
    expect(opened).toHaveLength(2);
    await pass(200);
    expect(opened).toHaveLength(3);
    await play(11_000);
    await lose();
    await pass(500);
    expect(opened).toHaveLength(4);
  });

  it("is not tried again when the session of the page is over", async () => {
    refusal = new ApiError(401, "NOT_SIGNED_IN", "Sign in first", null);
    await begin();
    refusal = null;
    await pass(60_000);
    expect([last(), opened.length]).toEqual(["signed-out", 0]);
  });

  it("waits while nobody sees the page", async () => {
    await begin();
    await play(1000);
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    await pass(60_000);
    expect(last()).toBe("playing");
    hidden.mockReturnValue(false);
    await pass(700);
    expect(last()).toBe("silent");
  });

  it("is tried at once by hand or when the network is back, but never while it plays", async () => {
    refusal = new Error("no network");
    await begin();
    refusal = null;
    dispatchEvent(new Event("online"));
    await pass(0);
    expect(opened).toHaveLength(1);
    feed.pictureShown();
    feed.retry();
    await pass(0);
    expect([opened.length, opened[0]?.ended]).toEqual([1, 0]);
  });

  it("ends its session when the page is left, and is there again when the page is", async () => {
    await begin();
    await play(1000);
    dispatchEvent(new Event("pagehide"));
    await pass(0);
    expect(opened[0]?.ended).toBe(1);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await pass(0);
    expect(opened).toHaveLength(2);
  });

  it("says nothing more when it was stopped", async () => {
    await begin();
    feed.stop();
    await pass(60_000);
    feed.pictureShown();
    expect([states, opened[0]?.ended, opened.length]).toEqual([["connecting"], 1, 1]);
  });
});
