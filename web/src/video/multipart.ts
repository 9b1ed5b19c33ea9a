/** One picture of the stream: its JPEG, its number, and when it was captured (ms since the epoch, UTC). */
export type PicturePart = {
  readonly jpeg: Uint8Array<ArrayBuffer>;
  readonly seq: number;
  readonly captureMs: number;
};

/** The bytes are not the stream that our server sends; nothing after them can be trusted. */
export class MalformedStream extends Error {
  override readonly name = "MalformedStream";
}

const LONGEST_HEAD = 8_192;
const LARGEST_PICTURE = 20_000_000;
const NEWLINE = 10;

/**
 * Reads `multipart/x-mixed-replace` as our server writes it: every part has `Content-Length`, `X-Seq` and
 * `X-Capture-Ts`, so boundaries are skipped as lines and never searched for inside a picture.
 * `push` takes bytes cut anywhere and returns the parts that are whole now.
 */
export class MultipartParser {
  #head: number[] = [];
  #lines: string[] = [];
  #headLength = 0;
  #body: { part: PicturePart; filled: number } | null = null;

  push(chunk: Uint8Array): PicturePart[] {
    const whole: PicturePart[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#body) {
        const { part } = this.#body;
        const piece = chunk.subarray(at, at + part.jpeg.length - this.#body.filled);
        part.jpeg.set(piece, this.#body.filled);
        this.#body.filled += piece.length;
        at += piece.length;
        if (this.#body.filled === part.jpeg.length) {
          whole.push(part);
          this.#body = null;
        }
      } else {
        const byte = chunk[at++] ?? 0;
        if (byte === NEWLINE) this.#endLine();
        else this.#head.push(byte);
        if (++this.#headLength > LONGEST_HEAD) throw new MalformedStream("a part's headers never end");
      }
    }
    return whole;
  }

  #endLine(): void {
    const line = String.fromCharCode(...this.#head).trim();
    this.#head = [];
    if (line !== "") {
      if (!line.startsWith("--")) this.#lines.push(line);
      return;
    }
    // An empty line also follows each picture; only one after headers begins the next.
    if (this.#lines.length === 0) return;
    this.#body = { part: partOf(this.#lines), filled: 0 };
    this.#lines = [];
    this.#headLength = 0;
  }
}

function partOf(lines: readonly string[]): PicturePart {
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const length = Number(headers.get("content-length"));
  const seq = Number(headers.get("x-seq"));
  const captureMs = Date.parse(headers.get("x-capture-ts") ?? "");
  if (!Number.isInteger(length) || length <= 0 || length > LARGEST_PICTURE) {
    throw new MalformedStream(`a part of ${headers.get("content-length") ?? "no"} bytes`);
  }
  if (!Number.isInteger(seq) || Number.isNaN(captureMs)) {
    throw new MalformedStream("a part without its number and time");
  }
  return { jpeg: new Uint8Array(length), seq, captureMs };
}
