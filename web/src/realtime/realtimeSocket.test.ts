import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "../api/messages";
import { FakeSocket } from "../test/fakeSocket";
import { anEvent } from "../test/samples";
import { backoffMs } from "./backoff";
import { RealtimeSocket, type SocketState } from "./realtimeSocket";

let socket: RealtimeSocket;
let states: SocketState[];
let messages: Message[];

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.install();
  states = [];
  messages = [];
  socket = new RealtimeSocket({
    url: "ws://localhost/ws",
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    random: () => 0.5,
  });
  socket.start();
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

describe("the page's WebSocket", () => {
  it("is live when the server has said hello, not before", () => {
    FakeSocket.last.onopen?.();
    expect(states).toEqual(["connecting"]);
    FakeSocket.last.accept();
    expect(states).toEqual(["connecting", "live"]);
  });

  it("hands messages on, and goes on after bad ones", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    FakeSocket.last.accept();
    FakeSocket.last.say("{oops");
    FakeSocket.last.say({ type: "event", event: { id: 7 } });
    FakeSocket.last.say({ type: "event", event: anEvent() });
    expect(messages.map(({ type }) => type)).toEqual(["hello", "event"]);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it("tries again after a cut, each time later, and says so", () => {
    FakeSocket.last.accept();
    FakeSocket.last.end(1006);
    expect(states.at(-1)).toBe("reconnecting");
    const waits = [1, 2, 3].map((attempt) => {
      const opened = FakeSocket.all.length;
      const wait = backoffMs(attempt, () => 0.5);
      vi.advanceTimersByTime(wait - 1);
      expect(FakeSocket.all).toHaveLength(opened);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.all).toHaveLength(opened + 1);
      FakeSocket.last.end(1006);
      return wait;
    });
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(states.at(-1)).toBe("offline");
  });

  it("begins with short waits again once it was live", () => {
    for (let cut = 0; cut < 10; cut++) {
      FakeSocket.last.accept();
      FakeSocket.last.end(1006);
      vi.advanceTimersByTime(backoffMs(1, () => 0.5));
    }
    expect(FakeSocket.all).toHaveLength(11);
  });

  it("comes back from a restarted service (1012) without a word", () => {
    FakeSocket.last.accept();
    FakeSocket.last.end(1012);
    vi.advanceTimersByTime(250);
    FakeSocket.last.accept();
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(["connecting", "live"]);
  });

  it("says so after all when the service does not come back soon", () => {
    FakeSocket.last.accept();
    FakeSocket.last.end(1012);
    vi.advanceTimersByTime(2000);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it.each([4401, 4403])("does not try again when nobody is signed in (%d)", (code) => {
    FakeSocket.last.accept();
    FakeSocket.last.end(code);
    vi.advanceTimersByTime(60_000);
    expect(states.at(-1)).toBe("signed-out");
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("waits for the network, and comes back with it", () => {
    FakeSocket.last.accept();
    dispatchEvent(new Event("offline"));
    vi.advanceTimersByTime(60_000);
    expect([states.at(-1), FakeSocket.all.length]).toEqual(["offline", 1]);
    dispatchEvent(new Event("online"));
    FakeSocket.last.accept();
    expect([states.at(-1), FakeSocket.all.length]).toEqual(["live", 2]);
  });

  it("is renewed on suspicion when nothing was heard for 5 s, and only then", () => {
    FakeSocket.last.accept();
    vi.advanceTimersByTime(4000);
    socket.suspect();
    expect(FakeSocket.all).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    socket.suspect();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("gives up a connection that is not made in 10 s", () => {
    vi.advanceTimersByTime(10_000 + backoffMs(1, () => 0.5));
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("stays closed when it was stopped", () => {
    FakeSocket.last.accept();
    socket.stop();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeSocket.last.closed).toBe(true);
  });
});
