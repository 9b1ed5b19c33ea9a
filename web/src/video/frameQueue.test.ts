import { beforeEach, describe, expect, it } from "vitest";
import { FrameQueue } from "./frameQueue";

let released: string[];
let queue: FrameQueue<string>;
beforeEach(() => {
  released = [];
  queue = new FrameQueue((picture) => released.push(picture), 3);
});

const add = (...captures: number[]) => {
  for (const captureMs of captures) queue.add({ seq: captureMs, captureMs, picture: `p${captureMs}` });
};
/** Shown 100 ms after its capture. */
const take = (now: number) => queue.takeDue(now, (captureMs) => captureMs + 100)?.picture ?? null;

describe("pictures that wait", () => {
  it("are held until they are due", () => {
    add(0);
    expect(take(99)).toBeNull();
    expect(take(100)).toBe("p0");
    expect(take(200)).toBeNull();
  });

  it("skip to the newest that is due, and release those before it", () => {
    add(0, 10, 20);
    expect(take(115)).toBe("p10");
    expect(released).toEqual(["p0"]);
  });

  it("are bounded: the oldest goes", () => {
    add(0, 10, 20, 30);
    expect(released).toEqual(["p0"]);
  });

  it("are all released at the end, but not the one that was taken", () => {
    add(0, 10, 20);
    take(100);
    queue.clear();
    expect(released).toEqual(["p10", "p20"]);
  });
});
