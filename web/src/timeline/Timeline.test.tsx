import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../test/fakeSocket";
import { openPage } from "../test/openPage";
import { aCamera, anEvent, aStatus, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";

const NOW = Date.parse("2025-10-24T10:30:00.000Z"); // as the fake socket's server says
const iso = (ms: number) => new Date(ms).toISOString();
const MINUTE = 60_000;

let gaps: object[];
let isAway: boolean;

beforeEach(() => {
  [gaps, isAway] = [[], false];
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockReturnValue();
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue();
  Object.assign(HTMLVideoElement.prototype, {
    requestVideoFrameCallback: () => 1,
    cancelVideoFrameCallback: () => undefined,
  });
  const away = aCamera({ status: aStatus({ state: "away" }) });
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [away], nextCursor: null })),
    http.get("/api/cameras/:id/mjpeg", () => new HttpResponse(new ReadableStream())),
    http.post("/api/cameras/:id/whep", () => refusal(503, "AWAY", "away")),
    http.get("/api/cameras/:id/observations", () =>
      HttpResponse.json({ frames: [], sounds: [], nextFrom: null }),
    ),
    http.get("/api/cameras/:id/recordings", () => {
      if (isAway) return refusal(503, "DATABASE_UNAVAILABLE", "away");
      return HttpResponse.json({
        segments: [
          {
            id: "s1",
            startTs: iso(NOW - 20 * MINUTE),
            endTs: iso(NOW - 10 * MINUTE),
            durationMs: 10 * MINUTE,
            sizeBytes: 1,
            url: "/media/s1.mp4",
          },
        ],
        gaps,
        nextFrom: null,
      });
    }),
    http.get("/api/events", ({ request }) => {
      const [from, to] = ["from", "to"].map((end) => new URL(request.url).searchParams.get(end) ?? "");
      const bark = anEvent({ type: "bark", ts: iso(NOW - 15 * MINUTE) });
      return HttpResponse.json({
        items: [bark].filter(({ ts }) => from! <= ts && ts < to!),
        nextCursor: null,
      });
    }),
  );
});

async function openLive(address = "/") {
  const page = openPage(address);
  const slider = await screen.findByRole("slider", { name: "Moment of Kitchen" });
  act(() => FakeSocket.last.accept());
  vi.spyOn(slider, "getBoundingClientRect").mockReturnValue({ left: 0, width: 600 } as DOMRect);
  return { ...page, slider };
}

/** A finger touches the hour so many minutes before now, and lets go. */
function touch(target: Element, minutesAgo: number) {
  const where = { clientX: 600 - minutesAgo * 10, button: 0, pointerId: 1 };
  fireEvent.pointerDown(target, where);
  fireEvent.pointerUp(target, where);
}

const shownAt = () => Date.parse(new URLSearchParams(location.search).get("at") ?? "");
const recording = () => screen.findByRole("img", { name: /^Recording of Kitchen/ });

describe("the timeline", () => {
  it("ends at now, which is live", async () => {
    const { slider } = await openLive();
    await waitFor(() => expect(slider).toHaveAttribute("aria-valuetext", "live"));
    expect(screen.getByRole("button", { name: "Live" })).toBeDisabled();
  });

  it("leads into the recording where it is touched, and back to live by one key", async () => {
    const { slider, user } = await openLive();
    touch(slider, 12);
    expect(await recording()).toBeVisible();
    expect(Math.abs(shownAt() - (NOW - 12 * MINUTE))).toBeLessThan(MINUTE);
    await waitFor(() => expect(document.querySelector("video[src='/media/s1.mp4']")).not.toBeNull());
    await user.keyboard("l");
    expect(await screen.findByRole("img", { name: /^Live picture of Kitchen/ })).toBeVisible();
    expect(location.search).toBe(`?camera=${CAMERA_ID}`);
  });

  it("plays an event that is touched from five seconds before it", async () => {
    const { slider } = await openLive();
    await waitFor(() => expect(slider.querySelector("rect[data-from]")).not.toBeNull());
    touch(slider.querySelector("rect[data-from]")!, 3);
    await recording();
    expect(shownAt()).toBe(NOW - 15 * MINUTE - 5000);
  });

  it("moves by the keys", async () => {
    const { slider, user } = await openLive(`/?at=${iso(NOW - 15 * MINUTE)}`);
    slider.focus();
    await user.keyboard("{ArrowLeft}");
    await waitFor(() => expect(shownAt()).toBe(NOW - 15 * MINUTE - 10_000));
    await user.keyboard("{PageUp}");
    await waitFor(() => expect(shownAt()).toBe(NOW - 10 * MINUTE - 10_000));
    await user.keyboard("{End}");
    await waitFor(() => expect(shownAt()).toBeNaN());
  });

  it("says why nothing was recorded, and where it goes on", async () => {
    const gap = { startTs: iso(NOW - 40 * MINUTE), endTs: iso(NOW - 20 * MINUTE), detail: null };
    gaps = [{ ...gap, reason: "disk_full" }];
    const { user } = await openLive(`/?at=${iso(NOW - 30 * MINUTE)}`);
    expect(await screen.findByText(/^Nothing was recorded at .*: the disk is full\.$/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Go on at/ }));
    await waitFor(() => expect(shownAt()).toBe(NOW - 20 * MINUTE));
  });

  it("says that the recording can't be played, and can be tried again", async () => {
    isAway = true;
    const { user } = await openLive(`/?at=${iso(NOW - 15 * MINUTE)}`);
    expect(await screen.findByText(/^The recording can't be played right now/)).toBeVisible();
    expect(screen.getByText("What was recorded can't be shown right now.")).toBeVisible();
    isAway = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(document.querySelector("video[src='/media/s1.mp4']")).not.toBeNull());
  });
});
