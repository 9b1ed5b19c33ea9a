import { expect, it } from "vitest";
import { h264First } from "./whipSession";

it("prefers H.264, then VP8, and keeps the browser's order otherwise", () => {
  const codecs = ["video/VP8", "video/rtx", "video/AV1", "video/H264", "video/VP9"].map((mimeType) => ({
    mimeType,
    clockRate: 90_000,
  }));
  expect(h264First(codecs).map(({ mimeType }) => mimeType)).toEqual([
    "video/H264",
    "video/VP8",
    "video/rtx",
    "video/AV1",
    "video/VP9",
  ]);
});
