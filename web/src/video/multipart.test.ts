import { describe, expect, it } from "vitest";
import { MalformedStream, MultipartParser, type PicturePart } from "./multipart";

const encoder = new TextEncoder();

/** A stream as the server writes it; pictures are full of what looks like boundaries and headers. */
function stream(pictures: readonly Uint8Array<ArrayBuffer>[]): Uint8Array {
  const pieces = [encoder.encode("--pawsight-frame\r\n")];
  pictures.forEach((jpeg, seq) => {
    const head = [
      "Content-Type: image/jpeg",
      `Content-Length: ${jpeg.length}`,
      `X-Seq: ${seq}`,
      `X-Capture-Ts: ${new Date(seq * 100).toISOString()}`,
    ].join("\r\n");
    pieces.push(encoder.encode(`${head}\r\n\r\n`), jpeg, encoder.encode("\r\n--pawsight-frame\r\n"));
  });
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

const TRICKY = encoder.encode("\r\n--pawsight-frame\r\nContent-Length: 3\r\n\r\n\n\n--");
const pictures = [TRICKY, Uint8Array.of(0), Uint8Array.from({ length: 300 }, (_, i) => i % 256)];

function readInPieces(bytes: Uint8Array, nextLength: () => number): PicturePart[] {
  const parser = new MultipartParser();
  const parts: PicturePart[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = nextLength();
    parts.push(...parser.push(bytes.subarray(at, at + length)));
    at += length;
  }
  return parts;
}

/** mulberry32: the same "random" cuts in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("MultipartParser", () => {
  it.each([1, 2, 3, 7, 64, 100_000])("reads every picture in chunks of %d bytes", (length) => {
    const parts = readInPieces(stream(pictures), () => length);
    expect(parts.map(({ seq, captureMs, jpeg }) => [seq, captureMs, [...jpeg]])).toEqual(
      pictures.map((jpeg, seq) => [seq, seq * 100, [...jpeg]]),
    );
  });

  it("reads every picture wherever the stream is cut", () => {
    for (let seed = 0; seed < 200; seed++) {
      const next = random(seed);
      const parts = readInPieces(stream(pictures), () => 1 + Math.floor(next() * 90));
      expect(parts.map(({ jpeg }) => [...jpeg])).toEqual(pictures.map((jpeg) => [...jpeg]));
    }
  });

  it("gives a picture as soon as its last byte is there", () => {
    const bytes = stream([TRICKY]);
    const end = bytes.length - "\r\n--pawsight-frame\r\n".length;
    const parser = new MultipartParser();
    expect(parser.push(bytes.subarray(0, end - 1))).toEqual([]);
    expect(parser.push(bytes.subarray(end - 1, end))).toHaveLength(1);
  });

  it.each([
    ["without a length", "X-Seq: 1\r\nX-Capture-Ts: 2025-10-24T10:30:00.000Z\r\n\r\n"],
    ["with a length that is no number", "Content-Length: x\r\n\r\n"],
    ["larger than any picture", "Content-Length: 20000001\r\n\r\n"],
    ["without its number", "Content-Length: 3\r\nX-Capture-Ts: 2025-10-24T10:30:00.000Z\r\n\r\n"],
    ["without its time", "Content-Length: 3\r\nX-Seq: 1\r\nX-Capture-Ts: soon\r\n\r\n"],
    ["whose headers never end", "X".repeat(10_000)],
  ])("refuses a part %s", (_, head) => {
    expect(() => new MultipartParser().push(encoder.encode(head))).toThrow(MalformedStream);
  });
});
