import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeDevices } from "../test/fakeLens";
import { FakePeer } from "../test/fakePeer";
import { openPage } from "../test/openPage";
import { aCamera, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";

const WHIP = `/api/cameras/${CAMERA_ID}/whip`;

let devices: FakeDevices;
let lock: { request: ReturnType<typeof vi.fn>; release: ReturnType<typeof vi.fn> };

beforeEach(() => {
  FakePeer.install();
  devices = FakeDevices.install();
  const release = vi.fn(() => Promise.resolve());
  lock = { request: vi.fn(() => Promise.resolve({ release, addEventListener: () => undefined })), release };
  Object.defineProperty(navigator, "wakeLock", { value: lock, configurable: true });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  server.use(
    http.get("/api/cameras", () =>
      HttpResponse.json({ items: [aCamera({ name: "Hall", source: { kind: "push" } })], nextCursor: null }),
    ),
    http.get("/api/webrtc", () => HttpResponse.json({ iceServers: [] })),
    http.post(WHIP, () => new HttpResponse("v=0", { status: 201, headers: { Location: `${WHIP}/s` } })),
    http.get(`${WHIP}/s`, () => HttpResponse.json({ state: "connected" })),
    http.delete(`${WHIP}/s`, () => new HttpResponse(null, { status: 204 })),
  );
});

const open = () => openPage(`/camera?id=${CAMERA_ID}`);
const turnOn = async (user: ReturnType<typeof open>["user"]) => {
  await user.click(await screen.findByRole("button", { name: "Turn the camera on" }));
  await screen.findByText("Ready. Nothing is sent yet.");
};

describe("the camera page", () => {
  it("sends when it is told to, keeps the screen awake, and stops", async () => {
    const { user } = open();
    await turnOn(user);
    await user.click(screen.getByRole("button", { name: "Start" }));
    await vi.waitFor(() => expect(FakePeer.last.remoteDescription).not.toBeNull());
    FakePeer.last.become("connected");
    expect(await screen.findByText("Live: Hall sees through this device.")).toBeVisible();
    expect(await screen.findByText(/the screen stays awake/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop" }));
    expect(screen.getByText("Ready. Nothing is sent yet.")).toBeVisible();
    await vi.waitFor(() => expect(lock.release).toHaveBeenCalled());
  });

  it("chooses among the lenses", async () => {
    const { user } = open();
    await turnOn(user);
    await user.selectOptions(screen.getByRole("combobox", { name: "Lens" }), "The front one");
    await vi.waitFor(() => expect(devices.opened.at(-2)?.deviceId).toBe("front"));
  });

  it("says what to do when the camera is not allowed", async () => {
    devices.refusal = new DOMException("", "NotAllowedError");
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Turn the camera on" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/allow Camera and Microphone for this page/);
    devices.refusal = null;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Ready. Nothing is sent yet.")).toBeVisible();
  });

  it("says plainly that an address without https gets no camera", async () => {
    vi.stubGlobal("isSecureContext", false);
    open();
    expect(await screen.findByText("This address can't use the camera")).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("can be dimmed while it sends, and lights up at a touch", async () => {
    const { user } = open();
    await turnOn(user);
    await user.click(screen.getByRole("button", { name: "Start" }));
    await user.click(screen.getByRole("button", { name: "Dim the screen" }));
    await user.click(screen.getByRole("button", { name: /Touch to light up/ }));
    expect(screen.queryByRole("button", { name: /Touch to light up/ })).toBeNull();
  });

  it("says so when there is no such camera", async () => {
    openPage("/camera?id=another");
    expect(await screen.findByText("There is no such camera")).toBeVisible();
  });

  it("comes after the sign-in", async () => {
    server.use(http.get("/api/auth/me", () => refusal(401, "NOT_SIGNED_IN", "Sign in first")));
    open();
    expect(await screen.findByLabelText("Token")).toBeVisible();
    expect(new URLSearchParams(location.search).get("then")).toBe(`/camera?id=${CAMERA_ID}`);
  });
});
