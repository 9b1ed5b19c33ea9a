import { act, screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { dateAt } from "../analytics/calendar";
import { useAppState } from "../state/store";
import { FakeSocket } from "../test/fakeSocket";
import { openPage } from "../test/openPage";
import { aCamera, aDog, anAnswer, anEvent, aSnapshot, aStatus } from "../test/samples";
import { refusal, server } from "../test/server";

const OTHER_ID = "0199e1b2-0000-7000-8000-000000000002";
const soon = () => new Date().toISOString();

/** An MJPEG stream that stays open and sends one picture. */
const picture = () =>
  new HttpResponse(
    new ReadableStream<Uint8Array>({
      start: (controller) =>
        controller.enqueue(
          new TextEncoder().encode(
            "--pawsight-frame\r\nContent-Length: 2\r\nX-Seq: 1\r\nX-Capture-Ts: 2025-10-24T10:30:00.000Z\r\n\r\nab",
          ),
        ),
    }),
  );

let cameras: ReturnType<typeof aCamera>[];
beforeEach(() => {
  cameras = [aCamera()];
  vi.stubGlobal("createImageBitmap", () =>
    Promise.resolve({ width: 640, height: 360, close: () => undefined }),
  );
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: cameras, nextCursor: null })),
    http.get("/api/cameras/:id/mjpeg", picture),
  );
});

async function openLive(address = "/") {
  const page = openPage(address);
  await screen.findByRole("img", { name: /^Live picture/ });
  act(() => FakeSocket.last.accept());
  return page;
}

describe("the live view", () => {
  it("says that a dog is in view when one is seen, and shows that it is live", async () => {
    await openLive();
    act(() => FakeSocket.last.say(anAnswer(1, [aDog(0.2)])));
    expect(await screen.findByRole("heading", { name: "A dog is in view." })).toBeVisible();
    expect(await screen.findByText("Live", { selector: "[role=status]" })).toBeVisible();
    expect(screen.getByRole("img", { name: "Live picture of Kitchen. A dog is in view." })).toBeVisible();
  });

  it("tells why a camera that is away sends no picture", async () => {
    const status = aStatus({ state: "away", reason: "the camera does not answer" });
    cameras = [aCamera({ status })];
    await openLive();
    expect(await screen.findByText(/^Kitchen stopped sending at/)).toBeVisible();
    expect(screen.getByText(/The camera does not answer. Everything before is saved./)).toBeVisible();
  });

  it("says that it reconnects when the stream fails, and tries at once when asked", async () => {
    let asked = 0;
    server.use(
      http.get("/api/cameras/:id/mjpeg", () => ((asked += 1), refusal(503, "AWAY", "A service is away"))),
    );
    const { user } = await openLive();
    expect(await screen.findByText("Reconnecting…")).toBeVisible();
    const before = asked;
    await user.click(screen.getByRole("button", { name: "Try now" }));
    await vi.waitFor(() => expect(asked).toBe(before + 1));
  });

  it("says that it can't look for dogs while the models are away", async () => {
    cameras = [aCamera({ status: aStatus({ analysis: "the models are away" }) })];
    await openLive();
    expect(await screen.findByRole("heading", { name: "Can't look for dogs right now." })).toBeVisible();
  });

  it("shows another camera when it is picked, and keeps it in the address", async () => {
    cameras = [aCamera(), aCamera({ id: OTHER_ID, name: "Garden" })];
    const { user } = await openLive();
    await user.selectOptions(screen.getByRole("combobox", { name: "Camera" }), "Garden");
    expect(await screen.findByRole("img", { name: /^Live picture of Garden/ })).toBeVisible();
    expect(location.search).toContain(OTHER_ID);
  });

  it("switches the boxes by button and by key", async () => {
    const { user } = await openLive();
    const button = screen.getByRole("button", { name: "Boxes" });
    expect(button).toHaveAttribute("aria-pressed", "true");
    await user.click(button);
    expect(useAppState.getState().overlays.detection).toBe(false);
    await user.keyboard("d");
    expect(button).toHaveAttribute("aria-pressed", "true");
  });

  it("draws zones and the heat map of today over the picture, each as long as it is wanted", async () => {
    const zone = {
      id: "z1",
      name: "Couch",
      polygon: [
        [0.5, 0.5],
        [0.9, 0.5],
        [0.9, 0.9],
      ],
    };
    const days: (string | null)[] = [];
    server.use(
      http.get("/api/cameras/:id/zones", () => HttpResponse.json({ items: [zone], nextCursor: null })),
      http.get("/api/analytics/heatmap", ({ request }) => {
        const day = new URL(request.url).searchParams.get("day");
        days.push(day);
        const shape = { columns: 2, rows: 1, cells: [[0, 3]], source: "events" };
        return HttpResponse.json({ day, timeZone: "Europe/Berlin", cameraId: aCamera().id, ...shape });
      }),
    );
    const { user } = await openLive();
    const zones = await screen.findByRole("list", { name: "Zones" });
    expect(zones).toHaveTextContent("Couch");
    await user.click(screen.getByRole("button", { name: "Overlays" }));
    await user.click(screen.getByRole("button", { name: "Heat map" }));
    expect(await screen.findByRole("img", { name: "Heat map of today" })).toBeVisible();
    expect(days).toEqual([dateAt(Date.now(), "Europe/Berlin")]);
    await user.keyboard("zh");
    expect(screen.queryByRole("list", { name: "Zones" })).toBeNull();
    expect(screen.queryByRole("img", { name: "Heat map of today" })).toBeNull();
  });

  it("shows its keys at `?`", async () => {
    const { user } = await openLive();
    await user.keyboard("?");
    expect(await screen.findByRole("dialog", { name: "Keys" })).toHaveTextContent("Show or hide the boxes");
  });

  it("can be tried again when the cameras do not come", async () => {
    server.use(http.get("/api/cameras", () => refusal(500, "INTERNAL_ERROR", "boom"), { once: true }));
    const { user } = openPage("/");
    expect(await screen.findByText("Your cameras can't be shown")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("img", { name: /^Live picture of Kitchen/ })).toBeVisible();
  });
});

describe("what is kept", () => {
  const status = (change: object) => ({ status: "processing", progress: 0, error: null, ...change });

  it("is the last half minute at `c`: its progress is told, and then where it is", async () => {
    let asked: { startTimestamp: string; endTimestamp: string } | undefined;
    let answer = status({ progress: 0.4 });
    server.use(
      http.post("/clipper/create", async ({ request }) => {
        asked = (await request.json()) as typeof asked;
        return HttpResponse.json({ jobId: "j1", estimatedDuration: 2 }, { status: 202 });
      }),
      http.get("/clipper/status/:id", () => HttpResponse.json(answer)),
    );
    const { user } = await openLive();
    await user.keyboard("c");
    expect(await screen.findByText("Keeping the last 30 s… 40 %")).toBeVisible();
    expect(asked && Date.parse(asked.endTimestamp) - Date.parse(asked.startTimestamp)).toBe(30_000);
    answer = status({ status: "complete", progress: 1 });
    act(() => FakeSocket.last.say({ type: "job", kind: "clip", id: "j1", ...answer }));
    expect(await screen.findByText("The clip is kept.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Watch" })).toBeVisible();
  });

  it("is not a clip of a time that was not recorded, and that is said", async () => {
    server.use(
      http.post("/clipper/create", () => refusal(404, "CLIP_CREATION_FAILED", "Failed to create clip")),
    );
    const { user } = await openLive();
    await user.click(screen.getByRole("button", { name: "Keep 30 s" }));
    expect(await screen.findByText("Failed to create clip")).toBeVisible();
  });

  it("is the picture at `s`", async () => {
    let asked: unknown;
    server.use(
      http.post("/api/snapshots", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(aSnapshot(), { status: 201 });
      }),
    );
    const { user } = await openLive();
    await user.keyboard("s");
    expect(await screen.findByText("The picture is kept.")).toBeVisible();
    expect(asked).toMatchObject({ cameraId: aCamera().id });
  });
});

describe("a moment", () => {
  it("is marked at `e`, and told among the events", async () => {
    let asked: unknown;
    server.use(
      http.post("/api/events", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(anEvent({ type: "mark" }), { status: 201 });
      }),
    );
    const { user } = await openLive();
    await user.keyboard("e");
    expect(await screen.findByText("This moment is marked.")).toBeVisible();
    const events = within(screen.getByRole("list", { name: "Events, newest first" }));
    expect(events.getByText("You marked this")).toBeVisible();
    expect(asked).toMatchObject({ type: "mark", data: { cameraId: aCamera().id } });
  });
});

describe("whether it is recorded", () => {
  it("is said beside the picture, with the reason when it is not", async () => {
    const recording = {
      state: "missing",
      reason: "disk_full",
      detail: null,
      since: null,
      until: null,
      waiting: 0,
      dropped: 0,
    } as const;
    cameras = [aCamera({ status: aStatus({ recording }) })];
    await openLive();
    expect(await screen.findByText("Not recording: the disk is full")).toBeVisible();
  });
});

describe("the stream of events", () => {
  const rows = () =>
    within(screen.getByRole("list", { name: "Events, newest first" })).getAllByRole("listitem");

  it("joins what was with what happens now", async () => {
    const before = anEvent({ id: "1", type: "leave_frame" });
    server.use(
      http.get("/api/events/recent", () => HttpResponse.json({ items: [before], nextCursor: null })),
    );
    await openLive();
    expect(await screen.findByText("Dog left the view")).toBeVisible();
    act(() => FakeSocket.last.say({ type: "event", event: anEvent({ id: "2", ts: soon() }) }));
    expect(rows().map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^Dog came into viewKitchen · surejust now/),
      expect.stringMatching(/^Dog left the viewKitchen · sure/),
    ]);
  });

  it("reads a new event out, but not the old ones", async () => {
    server.use(
      http.get("/api/events/recent", () => HttpResponse.json({ items: [anEvent()], nextCursor: null })),
    );
    await openLive();
    await screen.findByText("Dog came into view");
    expect(screen.getByRole("log")).toBeEmptyDOMElement();
    const later = new Date(Date.now() + 1000).toISOString();
    act(() => FakeSocket.last.say({ type: "event", event: anEvent({ id: "2", type: "bark", ts: later }) }));
    expect(screen.getByRole("log")).toHaveTextContent("Barked");
  });

  it("asks for what it missed while it was cut off", async () => {
    let items = [anEvent({ id: "1" })];
    server.use(http.get("/api/events/recent", () => HttpResponse.json({ items, nextCursor: null })));
    await openLive();
    await screen.findByText("Dog came into view");
    items = [anEvent({ id: "2", type: "bark" }), ...items];
    act(() => FakeSocket.last.end(1012));
    await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(2));
    act(() => FakeSocket.last.accept());
    expect(await screen.findByText("Barked")).toBeVisible();
  });

  it("says what will be here while there is nothing", async () => {
    await openLive();
    expect(await screen.findByText(/^Nothing yet/)).toBeVisible();
  });

  it("says that it can't be shown, and can be tried again", async () => {
    server.use(http.get("/api/events/recent", () => refusal(503, "DATABASE_UNAVAILABLE", "away")));
    await openLive();
    expect(await screen.findByText("Events can't be shown")).toBeVisible();
  });
});

describe("the session", () => {
  it("that ended elsewhere leads to the sign-in", async () => {
    await openLive();
    server.use(http.get("/api/auth/me", () => refusal(401, "NOT_SIGNED_IN", "Sign in first")));
    act(() => FakeSocket.last.end(4403));
    expect(await screen.findByLabelText("Token")).toBeVisible();
  });
});

it("moves to the view that the state is set to", async () => {
  await openLive();
  act(() => useAppState.getState().setActiveView("settings"));
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
  expect(location.pathname).toBe("/settings");
});
