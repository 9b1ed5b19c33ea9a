import { describe, expect, it } from "vitest";
import { serverSentEvents } from "./serverSentEvents";

const stream = (...chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

async function eventsOf(...chunks: string[]) {
  const events: [string, string][] = [];
  for await (const { event, data } of serverSentEvents(stream(...chunks))) events.push([event, data]);
  return events;
}

describe("a stream of events", () => {
  it("has a name and data for each", async () => {
    expect(await eventsOf('data: {"delta":"a"}\n\nevent: done\ndata: 1\ndata: 2\n\n')).toEqual([
      ["message", '{"delta":"a"}'],
      ["done", "1\n2"],
    ]);
  });

  it("may be cut anywhere, in a letter too", async () => {
    const whole = "event: x\r\ndata: für\r\n\r\ndata:b\r\n\r\n";
    const bytes = new TextEncoder().encode(whole);
    for (let cut = 1; cut < bytes.length; cut++) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      const found: string[] = [];
      for await (const { data } of serverSentEvents(body)) found.push(data);
      expect(found).toEqual(["für", "b"]);
    }
  });

  it("keeps comments to itself, and has a last event that nothing follows", async () => {
    expect(await eventsOf(": still here\n\ndata: end")).toEqual([["message", "end"]]);
  });

  it("is given up when an event does not end", async () => {
    await expect(eventsOf("data: ".padEnd(100_010, "x"), "y")).rejects.toThrow(RangeError);
  });
});
