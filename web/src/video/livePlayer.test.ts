import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeer } from "../test/fakePeer";
import { fakeVideo } from "../test/fakeVideo";
import { anAnswer } from "../test/samples";
import { LivePlayer, type PlayerState } from "./livePlayer";

const SESSION = "/api/cameras/c/whep/s";

let player: LivePlayer;
let video: ReturnType<typeof fakeVideo>;
let canvas: HTMLCanvasElement;
let states: PlayerState[];
let asked: string[];
let whepStatus: number;
let mjpeg: ReadableStreamDefaultController<Uint8Array> | null;

const fetching: typeof fetch = (input, init) => {
  const url = input instanceof Request ? new URL(input.url).pathname : (input as string);
  asked.push(`${init?.method ?? "GET"} ${url}`);
  if (url.endsWith("/mjpeg")) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        mjpeg = controller;
        init?.signal?.addEventListener("abort", () => {
          mjpeg = null;
          controller.error(new DOMException("", "AbortError"));
        });
      },
    });
    return Promise.resolve(new Response(body));
  }
  if (url.endsWith("/whep")) {
    const headers = { Location: SESSION };
    return Promise.resolve(new Response("v=0 answer", { status: whepStatus, headers }));
  }
  if (url === SESSION) return Promise.resolve(Response.json({ rtpOrigin: 0 }));
  return Promise.resolve(Response.json({ iceServers: [] }));
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.stubGlobal("fetch", fetching);
  vi.stubGlobal("createImageBitmap", () =>
    Promise.resolve({ width: 640, height: 360, close: () => undefined }),
  );
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  FakePeer.install();
  vi.stubGlobal(
    "HTMLVideoElement",
    class {
      requestVideoFrameCallback() {
        return 0;
      }
    },
  );
  [states, asked, whepStatus, mjpeg] = [[], [], 201, null];
  video = fakeVideo();
  canvas = document.createElement("canvas");
  player = new LivePlayer({
    cameraUrl: "/api/cameras/c",
    video: video.element,
    canvas,
    overlay: document.createElement("canvas"),
    onState: (state) => states.push(state),
    serverAheadMs: () => 0,
  });
  player.start();
  await pass(0);
});

afterEach(() => {
  player.stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const last = () => states.at(-1);
const seen = () => (canvas.style.visibility === "hidden" ? "video" : "canvas");

async function sendPicture() {
  const at = new Date().toISOString();
  const head = `--pawsight-frame\r\nContent-Length: 2\r\nX-Seq: 1\r\nX-Capture-Ts: ${at}\r\n\r\n`;
  mjpeg?.enqueue(new TextEncoder().encode(`${head}ab\r\n`));
  await pass(400);
}

async function playVideo(ms: number) {
  for (let at = 0; at < ms; at += 66) {
    video.present((Date.now() * 90) % 2 ** 32);
    await pass(66);
  }
}

describe("the live player", () => {
  it("asks for both at once and shows whichever comes first", async () => {
    expect(asked).toContain("GET /api/cameras/c/mjpeg");
    expect(asked).toContain("POST /api/cameras/c/whep");
    await sendPicture();
    expect([last(), seen()]).toEqual([{ type: "mjpeg", status: "connected", hasSound: false }, "canvas"]);
  });

  it("takes WebRTC with its first picture, and lets MJPEG go", async () => {
    await sendPicture();
    await playVideo(66);
    expect([last(), seen(), mjpeg]).toEqual([
      { type: "webrtc", status: "connected", hasSound: true },
      "video",
      null,
    ]);
  });

  it("shows MJPEG when WebRTC is refused, and WebRTC when it is back", async () => {
    await playVideo(1000);
    whepStatus = 503;
    FakePeer.last.become("failed");
    await pass(100);
    await sendPicture();
    expect([last()?.type, last()?.status, seen()]).toEqual(["mjpeg", "connected", "canvas"]);
    await pass(5000);
    expect(last()?.type).toBe("mjpeg");
    whepStatus = 201;
    for (let second = 0; second < 16; second++) {
      await pass(1000);
      await playVideo(66);
    }
    expect([last()?.type, seen(), mjpeg]).toEqual(["webrtc", "video", null]);
  });

  it("asks for MJPEG within a second of WebRTC's last picture, and shows that one until then", async () => {
    await playVideo(1000);
    await pass(700);
    expect(mjpeg).not.toBeNull();
    expect([last()?.type, last()?.status, seen()]).toEqual(["webrtc", "connected", "video"]);
    await sendPicture();
    expect([last()?.type, seen()]).toEqual(["mjpeg", "canvas"]);
  });

  it("goes on with WebRTC when its silence was short", async () => {
    await playVideo(1000);
    await pass(700);
    await playVideo(66);
    expect([last()?.type, seen(), mjpeg, FakePeer.all.length]).toEqual(["webrtc", "video", null, 1]);
  });

  it("is disconnected when neither comes", async () => {
    await playVideo(1000);
    whepStatus = 503;
    FakePeer.last.become("failed");
    await pass(100);
    mjpeg?.close();
    await pass(0);
    expect(last()).toEqual({ type: "mjpeg", status: "disconnected", failure: "lost", hasSound: false });
  });

  it("plays MJPEG alone in a browser that can't tell which frame of a video it shows", async () => {
    player.stop();
    await pass(0);
    vi.stubGlobal("HTMLVideoElement", Function);
    asked = [];
    player.start();
    await sendPicture();
    expect([asked, last()?.status]).toEqual([["GET /api/cameras/c/mjpeg"], "connected"]);
  });

  it("ends both when it is stopped", async () => {
    player.stop();
    await pass(0);
    expect([mjpeg, FakePeer.last.connectionState]).toEqual([null, "closed"]);
    expect(asked.at(-1)).toBe(`DELETE ${SESSION}`);
  });

  it("tells how old the picture is that is seen", async () => {
    await playVideo(1000);
    expect(player.figures().fps).toBe(15);
    video.present(((Date.now() - 40) * 90) % 2 ** 32, 12);
    expect(player.figures().latencyMs).toBe(52);
  });

  it("asks for MJPEG at once when the server ends the session", async () => {
    await playVideo(1000);
    expect(mjpeg).toBeNull();
    FakePeer.last.transceivers[0]!.receiver.transport.state = "closed";
    await pass(50);
    expect([mjpeg === null, last()?.type]).toEqual([false, "mjpeg"]);
  });

  it("tells so by the camera's own clock, as far as its messages tell it", async () => {
    await playVideo(1000);
    // Ten seconds ahead: captured 100 ms ago, sent just now.
    const captureMs = Date.now() + 10_000 - 100;
    player.answer(anAnswer(1, [], { captureTs: new Date(captureMs).toISOString(), latencyMs: 100 }));
    video.present((captureMs * 90) % 2 ** 32);
    expect(player.figures().latencyMs).toBe(100);
  });
});
