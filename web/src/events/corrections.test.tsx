import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Correction } from "../api/client";
import type { Event } from "../api/messages";
import { openPage } from "../test/openPage";
import { FakeSocket } from "../test/fakeSocket";
import { aCamera, aCorrection, anEvent, aStatus } from "../test/samples";
import { refusal, server } from "../test/server";
import { precisionOf } from "./corrections";

const SIT = anEvent({ id: "e1", type: "sit", data: { ...anEvent().data, durationMs: 12_000 } });

let events: Event[];
let stored: Correction[];

beforeEach(() => {
  [events, stored] = [[SIT], []];
  const away = aCamera({ status: aStatus({ state: "away" }) });
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [away], nextCursor: null })),
    http.get("/api/cameras/:id/mjpeg", () => new HttpResponse(new ReadableStream())),
    http.get("/api/events/recent", () => HttpResponse.json({ items: events, nextCursor: null })),
    http.get("/api/corrections", () => HttpResponse.json({ items: stored, nextCursor: null })),
    http.post("/api/corrections", async ({ request }) => {
      const { eventId, label } = (await request.json()) as { eventId: string; label: string };
      const row = aCorrection({ id: "c1", eventId, said: "sit", label, confirmed: label === "sit" });
      stored = [row];
      return HttpResponse.json(row, { status: 201 });
    }),
    http.delete("/api/corrections/:id", () => ((stored = []), new HttpResponse(null, { status: 204 }))),
  );
});

async function openLive() {
  const page = openPage("/");
  await screen.findByText("Sat for 12 s");
  act(() => FakeSocket.last.accept());
  return page;
}

const right = () => screen.getByRole("button", { name: "Right: Sat for 12 s" });
const wrong = () => screen.getByRole("button", { name: "Wrong: Sat for 12 s" });

describe("an event in the stream", () => {
  it("is confirmed by one touch, and that is taken back by Undo", async () => {
    const { user } = await openLive();
    await user.click(right());
    expect(await screen.findByText("Thank you: that was right.")).toBeVisible();
    expect(right()).toHaveAttribute("aria-pressed", "true");
    expect(stored).toMatchObject([{ eventId: "e1", label: "sit" }]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(stored).toEqual([]));
    expect(right()).toHaveAttribute("aria-pressed", "false");
  });

  it("is called wrong by one touch; the same touch again takes it back", async () => {
    const { user } = await openLive();
    await user.click(wrong());
    expect(await screen.findByText("Thank you: that was wrong.")).toBeVisible();
    expect(screen.getByText("You said: wrong")).toBeVisible();
    expect(stored).toMatchObject([{ label: "nothing" }]);
    await user.click(wrong());
    await waitFor(() => expect(stored).toEqual([]));
  });

  it("is given back the word that it had before by Undo", async () => {
    stored = [aCorrection({ id: "c0", eventId: "e1", said: "sit", label: "lie", confirmed: false })];
    const { user } = await openLive();
    expect(await screen.findByText("You said: lying down")).toBeVisible();
    await user.click(right());
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText("You said: lying down")).toBeVisible();
    await waitFor(() => expect(stored).toMatchObject([{ label: "lie" }]));
  });

  it("is as before when the server refuses, and that is said", async () => {
    server.use(
      http.post("/api/corrections", () => refusal(404, "EVENT_NOT_FOUND", "There is no such event")),
    );
    const { user } = await openLive();
    await user.click(right());
    expect(await screen.findByText("There is no such event")).toBeVisible();
    expect(right()).toHaveAttribute("aria-pressed", "false");
  });

  it("of the owner's own making is not judged", async () => {
    events = [SIT, anEvent({ id: "m1", type: "mark" })];
    await openLive();
    expect(await screen.findByText("You marked this")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Right: You marked this" })).toBeNull();
  });
});

describe("an event in its dialog", () => {
  it("tells how sure we were, leads to the recording, and can be something else", async () => {
    const { user } = await openLive();
    await user.click(screen.getByRole("button", { name: /^Sat for 12 s/ }));
    const dialog = within(await screen.findByRole("dialog", { name: "Sat for 12 s" }));
    expect(dialog.getByText("91 %")).toBeVisible();
    expect(dialog.getByRole("link", { name: "Watch it" })).toHaveAttribute(
      "href",
      expect.stringContaining(encodeURIComponent("2025-10-24T10:29:55.000Z")),
    );
    await user.selectOptions(dialog.getByRole("combobox", { name: "It was" }), "lying down");
    expect(await dialog.findByText("You said: lying down")).toBeVisible();
    await waitFor(() => expect(stored).toMatchObject([{ label: "lie" }]));
    await waitFor(() => expect(dialog.getByRole("combobox", { name: "It was" })).toBeEnabled());
    await user.click(dialog.getByRole("button", { name: "Take it back" }));
    await waitFor(() => expect(stored).toEqual([]));
  });
});

describe("how often we are right", () => {
  it("is counted by kind of event, of those that were judged", () => {
    const said = (type: string | null, confirmed: boolean, eventId: string | null = "e") =>
      aCorrection({ said: type, confirmed, eventId });
    const found = precisionOf([
      said("sit", true),
      said("bark", true),
      said("bark", false),
      said("bark", true),
      said("sit", true, null), // of a posture in a picture, and not of an event
    ]);
    expect(found).toEqual([
      { type: "bark", right: 2, judged: 3 },
      { type: "sit", right: 1, judged: 1 },
    ]);
  });
});
