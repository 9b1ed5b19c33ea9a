export type ServerSentEvent = { readonly event: string; readonly data: string };

/** An event is longer than this only by mistake. */
const MOST_CHARACTERS = 100_000;

/**
 * The events of a `text/event-stream`, as they come.
 *
 * @throws RangeError: an event does not end.
 */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // An event ends with an empty line; which ends lines have is up to the server.
      const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
      rest = done ? "" : (blocks.pop() ?? "");
      if (rest.length > MOST_CHARACTERS) throw new RangeError("an event does not end");
      for (const block of blocks) {
        const found = eventOf(block);
        if (found) yield found;
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function eventOf(block: string): ServerSentEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") event = value ?? "";
    else if (field === "data") data.push(value ?? "");
  }
  // A comment keeps the connection alive, and says nothing.
  return data.length > 0 ? { event, data: data.join("\n") } : null;
}
