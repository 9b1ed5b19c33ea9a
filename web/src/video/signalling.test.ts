import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import { FakePeer } from "../test/fakePeer";
import { refusal, server } from "../test/server";
import { candidatesGathered, offer, rtpOrigin } from "./signalling";

const URL = "/api/cameras/c/whep";
const never = new AbortController().signal;

let peer: FakePeer;
let deleted: string[];

beforeEach(() => {
  FakePeer.install();
  peer = new FakePeer();
  deleted = [];
  server.use(
    http.delete("*", ({ request }) => (deleted.push(request.url), new HttpResponse(null, { status: 204 }))),
  );
});

const answer = (sdp: string, headers: Record<string, string>) =>
  http.post(URL, () => new HttpResponse(sdp, { status: 201, headers }));
const offering = () => offer(peer as unknown as RTCPeerConnection, URL, never);

describe("an offer", () => {
  it("goes out as SDP, and the answer is taken", async () => {
    let sent: unknown;
    server.use(
      http.post(URL, async ({ request }) => {
        sent = [request.headers.get("Content-Type"), await request.text()];
        return new HttpResponse("v=0 answer", { status: 201, headers: { Location: `${URL}/s1` } });
      }),
    );
    expect(await offering()).toBe(`${URL}/s1`);
    expect(sent).toEqual(["application/sdp", "v=0 offer"]);
    expect(peer.remoteDescription).toEqual({ type: "answer", sdp: "v=0 answer" });
  });

  it("that is refused throws the server's words", async () => {
    server.use(http.post(URL, () => refusal(503, "CAMERA_AWAY", "This camera sends no picture now")));
    await expect(offering()).rejects.toMatchObject({ status: 503, code: "CAMERA_AWAY" });
  });

  it("whose answer can't be taken ends the session that was made", async () => {
    server.use(answer("nonsense", { Location: `${URL}/s1` }));
    await expect(offering()).rejects.toThrow("not an answer");
    await vi.waitFor(() => expect(deleted).toEqual([`${location.origin}${URL}/s1`]));
  });

  it.each([{}, { Location: "https://elsewhere.example/s1" }])(
    "is refused a session without an address of ours (%j)",
    async (headers) => {
      server.use(answer("v=0 answer", headers));
      await expect(offering()).rejects.toBeInstanceOf(ApiError);
    },
  );
});

describe("candidates", () => {
  it("are waited for, but not for long", async () => {
    vi.useFakeTimers();
    peer.iceGatheringState = "gathering";
    const done = vi.fn();
    void candidatesGathered(peer as unknown as RTCPeerConnection, 500).then(done);
    await vi.advanceTimersByTimeAsync(499);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalled();
    vi.useRealTimers();
  });

  it("that are all there are offered at once", async () => {
    peer.iceGatheringState = "gathering";
    const gathered = candidatesGathered(peer as unknown as RTCPeerConnection, 60_000);
    peer.iceGatheringState = "complete";
    peer.dispatchEvent(new Event("icegatheringstatechange"));
    await gathered;
  });
});

describe("the origin of a session's time stamps", () => {
  it("is asked for until the server knows it", async () => {
    const answers = [null, null, 4711];
    server.use(
      http.get(`${URL}/s1`, () => HttpResponse.json({ state: "connected", rtpOrigin: answers.shift() })),
    );
    expect(await rtpOrigin(`${URL}/s1`, never)).toBe(4711);
  });

  it("is not that of a session that is over", async () => {
    server.use(http.get(`${URL}/s1`, () => refusal(404, "SESSION_NOT_FOUND", "It is over")));
    await expect(rtpOrigin(`${URL}/s1`, never)).rejects.toMatchObject({ status: 404 });
  });
});
