import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeer } from "../test/fakePeer";
import { aCamera, aStatus, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";
import { WhipPublisher, type PublisherState } from "./whipPublisher";
import type { Media } from "./whipSession";

const WHIP = `/api/cameras/${CAMERA_ID}/whip`;
const [picture, sound] = [{ kind: "video" }, { kind: "audio" }] as unknown as MediaStreamTrack[];
const media: Media = { video: picture!, audio: sound! };

let publisher: WhipPublisher;
let states: PublisherState[];
let sessions: Set<string>;
let offers: number;
let cameraState: "live" | "away";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  FakePeer.install();
  [states, sessions, offers, cameraState] = [[], new Set(), 0, "away"];
  server.use(
    http.get("/api/webrtc", () => HttpResponse.json({ iceServers: [] })),
    http.get("/api/cameras/:id", () =>
      HttpResponse.json(aCamera({ status: aStatus({ state: cameraState }) })),
    ),
    http.post(WHIP, () => {
      const name = `s${(offers += 1)}`;
      sessions.add(name);
      const headers = { Location: `${WHIP}/${name}` };
      return new HttpResponse("v=0 answer", { status: 201, headers });
    }),
    http.get(`${WHIP}/:name`, ({ params }) =>
      sessions.has(params.name as string)
        ? HttpResponse.json({ state: "connected" })
        : refusal(404, "SESSION_NOT_FOUND", "It is over"),
    ),
    http.delete(`${WHIP}/:name`, ({ params }) => {
      sessions.delete(params.name as string);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  publisher = new WhipPublisher({
    cameraId: CAMERA_ID,
    media,
    onState: (state) => states.push(state),
    random: () => 1,
  });
});

afterEach(() => {
  publisher.stop();
  vi.useRealTimers();
});

const last = () => states.at(-1)?.status;

/** Time passes until it is so; what the server does takes no time of this clock. */
async function until(isSo: () => boolean) {
  const look = async () => {
    await vi.advanceTimersByTimeAsync(100);
    expect(isSo()).toBe(true);
  };
  await vi.waitFor(look, { interval: 5, timeout: 5000 });
}

async function goLive() {
  publisher.start();
  await until(() => sessions.size === 1);
  FakePeer.last.become("connected");
  await until(() => last() === "live");
}

describe("a browser that is a camera", () => {
  it("is live when the connection is, and sends its picture and its sound", async () => {
    await goLive();
    expect(states.map(({ status }) => status)).toEqual(["connecting", "live"]);
    const [video, audio] = FakePeer.last.transceivers;
    expect([video?.sender.track, audio?.sender.track]).toEqual([picture, sound]);
    expect(video?.sender.parameters).toEqual({ degradationPreference: "maintain-framerate" });
  });

  it("sends another lens, or no sound, without a new session", async () => {
    await goLive();
    const other = { kind: "video" } as MediaStreamTrack;
    await publisher.replace({ video: other, audio: null });
    expect(FakePeer.last.transceivers.map(({ sender }) => sender.track)).toEqual([other, null]);
    expect(offers).toBe(1);
  });

  it("begins again when the connection is lost, with what it sends by then", async () => {
    await goLive();
    await publisher.replace({ video: picture!, audio: null });
    FakePeer.last.become("failed");
    await until(() => last() === "waiting");
    await until(() => offers === 2);
    expect(FakePeer.last.transceivers[1]?.sender.track).toBeNull();
    FakePeer.last.become("connected");
    await until(() => last() === "live");
    expect([...sessions]).toEqual(["s2"]);
  });

  it("bears a moment without network", async () => {
    await goLive();
    FakePeer.last.become("disconnected");
    await vi.advanceTimersByTimeAsync(1500);
    FakePeer.last.become("connected");
    await vi.advanceTimersByTimeAsync(5000);
    expect([last(), offers]).toEqual(["live", 1]);
  });

  it("begins again when the server was restarted and does not know it any more", async () => {
    await goLive();
    sessions.clear();
    await until(() => offers === 2);
  });

  it("leaves the camera to another device that took it over", async () => {
    await goLive();
    sessions.clear();
    cameraState = "live";
    await until(() => last() === "taken-over");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(offers).toBe(1);
  });

  it("does not insist where the server does not want it, and says why", async () => {
    server.use(
      http.post(WHIP, () => refusal(409, "NOT_A_PUSH_CAMERA", "This camera has a source of its own")),
    );
    publisher.start();
    await until(() => last() === "refused");
    expect(states.at(-1)).toEqual({ status: "refused", why: "This camera has a source of its own" });
  });

  it("tries again while the camera's service is away", async () => {
    server.use(http.post(WHIP, () => refusal(503, "CAMERA_AWAY", "Not running now"), { once: true }));
    publisher.start();
    await until(() => offers === 1);
    expect(states.map(({ status }) => status)).toEqual(["connecting", "waiting", "connecting"]);
  });

  it("ends on the server when it is stopped", async () => {
    await goLive();
    publisher.stop();
    await until(() => sessions.size === 0);
    expect(FakePeer.last.connectionState).toBe("closed");
  });
});
