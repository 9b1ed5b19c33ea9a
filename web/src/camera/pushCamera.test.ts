import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeDevices } from "../test/fakeLens";
import { FakePeer } from "../test/fakePeer";
import { CAMERA_ID } from "../test/samples";
import { server } from "../test/server";
import { CLOSED, PushCamera, type PushState } from "./pushCamera";

const WHIP = `/api/cameras/${CAMERA_ID}/whip`;

let devices: FakeDevices;
let push: PushCamera;
let state: PushState;

beforeEach(() => {
  FakePeer.install();
  devices = FakeDevices.install();
  state = CLOSED;
  push = new PushCamera(CAMERA_ID, (next) => (state = next));
  server.use(
    http.get("/api/webrtc", () => HttpResponse.json({ iceServers: [] })),
    http.post(WHIP, () => new HttpResponse("v=0", { status: 201, headers: { Location: `${WHIP}/s` } })),
    http.get(`${WHIP}/s`, () => HttpResponse.json({ state: "connected" })),
    http.delete(`${WHIP}/s`, () => new HttpResponse(null, { status: 204 })),
  );
});

afterEach(() => push.close());

const refusal = (name: string) => new DOMException("", name);
const sent = () => FakePeer.last.transceivers.map(({ sender }) => sender.track);

describe("a device's lens", () => {
  it("is opened with its sound, and the others are named", async () => {
    await push.open();
    expect(devices.opened.map(({ kind, deviceId }) => [kind, deviceId])).toEqual([
      ["video", "back"],
      ["audio", "microphone"],
    ]);
    expect([state.lensId, state.lenses.map(({ label }) => label), state.link]).toEqual([
      "back",
      ["The back one", "The front one"],
      null,
    ]);
  });

  it("is worth having without a microphone", async () => {
    devices.hasMicrophone = false;
    await push.open();
    expect([state.media?.video.kind, state.media?.audio, state.problem]).toEqual(["video", null, null]);
  });

  it.each([
    ["NotAllowedError", "refused"],
    ["NotFoundError", "none"],
    ["NotReadableError", "busy"],
    ["OddError", "unknown"],
  ])("does not open after %s: %s", async (name, problem) => {
    devices.refusal = refusal(name);
    await push.open();
    expect([state.problem, state.media, state.isOpening]).toEqual([problem, null, false]);
    devices.refusal = null;
    await push.open();
    expect(state.problem).toBeNull();
  });

  it("can't be had from an insecure address", async () => {
    vi.stubGlobal("isSecureContext", false);
    await push.openIfAllowed();
    expect([state.problem, devices.opened]).toEqual(["insecure", []]);
  });

  it("is not asked for before somebody wants it, unless the browser need not ask", async () => {
    await push.openIfAllowed();
    expect(devices.opened).toEqual([]);
    devices = FakeDevices.install({ allowed: true });
    await push.openIfAllowed();
    expect(devices.opened).toHaveLength(2);
  });

  it("is let go before another one is opened", async () => {
    await push.open();
    await push.open("front");
    expect(devices.opened.map(({ isStopped }) => isStopped)).toEqual([true, true, false, false]);
    expect(state.lensId).toBe("front");
  });

  it("is let go at the end, also when it was still being opened", async () => {
    const opening = push.open();
    push.close();
    await opening;
    expect(devices.opened.every(({ isStopped }) => isStopped)).toBe(true);
  });
});

describe("what a device sends", () => {
  beforeEach(async () => {
    await push.open();
    push.start();
    await vi.waitFor(() => expect(FakePeer.all).toHaveLength(1));
    await vi.waitFor(() => expect(FakePeer.last.remoteDescription).not.toBeNull());
  });

  it("is its picture and its sound", () => {
    expect(sent()).toEqual(devices.opened);
  });

  it("is without sound while the microphone is off, which is then let go", async () => {
    await push.setSound(false);
    expect([sent()[1], devices.opened[1]?.isStopped]).toEqual([null, true]);
    await push.setSound(true);
    expect(sent()).toEqual([devices.opened[0], devices.opened[2]]);
  });

  it("is another lens when it is chosen", async () => {
    await push.open("front");
    expect(sent()).toEqual(devices.opened.slice(2));
  });

  it("goes on when the lens was taken away and is back", async () => {
    devices.opened[0]?.dispatchEvent(new Event("ended"));
    await vi.waitFor(() => expect(sent()).toEqual(devices.opened.slice(2)));
  });

  it("ends when it is stopped; the lens stays open", () => {
    push.stop();
    expect([state.link, devices.opened[0]?.isStopped]).toEqual([null, false]);
  });
});
