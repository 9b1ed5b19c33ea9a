import { vi } from "vitest";

/** A WebSocket whose other end is the test. `FakeSocket.all` are those opened, in order. */
export class FakeSocket {
  static all: FakeSocket[] = [];

  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error("no socket was opened");
    return last;
  }

  /** Takes the place of `WebSocket` for this test. */
  static install(): void {
    FakeSocket.all = [];
    vi.stubGlobal("WebSocket", FakeSocket);
  }

  accept(): void {
    this.onopen?.();
    this.say({
      type: "hello",
      version: 1,
      serverTime: "2025-10-24T10:30:00.000Z",
      userId: "0199e1b2-0000-7000-8000-0000000000aa",
    });
  }

  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  end(code: number): void {
    this.closed = true;
    this.onclose?.({ code });
  }

  close(): void {
    if (!this.closed) this.end(1000);
  }
}
