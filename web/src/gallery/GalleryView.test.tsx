import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Clip, ClipJob } from "../api/client";
import { FakeSocket } from "../test/fakeSocket";
import { openPage } from "../test/openPage";
import { aCamera, aClip, aClipJob, aSnapshot } from "../test/samples";
import { refusal, server } from "../test/server";

const CLIP_ID = aClip().id;
const [NEWER, OLDER] = ["2025-10-24T10:30:00.000Z", "2025-10-20T10:30:00.000Z"];

let clips: Clip[];
let jobs: ClipJob[];
let deleted: unknown[];

beforeEach(() => {
  [clips, jobs, deleted] = [[aClip({ startTs: NEWER }), aClip({ id: "c2", startTs: OLDER })], [], []];
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
    http.get("/api/clips", () => HttpResponse.json({ items: clips, nextCursor: null })),
    http.get("/api/clips/:id", ({ params }) => {
      const clip = clips.find(({ id }) => id === params.id);
      return clip ? HttpResponse.json(clip) : refusal(404, "CLIP_NOT_FOUND", "There is no such clip");
    }),
    http.delete("/api/clips/:id", ({ params }) => {
      deleted.push(params.id);
      clips = clips.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("/api/clips/:id/share", async ({ params, request }) => {
      const { expiresInHours } = (await request.json()) as { expiresInHours: number | null };
      const sharedUntil = expiresInHours === null ? null : "2025-10-31T14:32:00.000Z";
      clips = clips.map((clip) => (clip.id === params.id ? { ...clip, shared: true, sharedUntil } : clip));
      const url = `${location.origin}/share/abc`;
      return HttpResponse.json({ token: "abc", url, expiresAt: null }, { status: 201 });
    }),
    http.delete("/api/clips/:id/share", ({ params }) => {
      clips = clips.map((clip) =>
        clip.id === params.id ? { ...clip, shared: false, sharedUntil: null } : clip,
      );
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("/api/snapshots", () => HttpResponse.json({ items: [aSnapshot()], nextCursor: null })),
    http.get("/clipper/jobs", () => HttpResponse.json({ items: jobs, nextCursor: null })),
  );
});

const tile = (name: RegExp) => screen.findByRole("link", { name });
const opened = () => screen.findByRole("dialog");

describe("the gallery", () => {
  it("has the clips and the snapshots by day, newest first", async () => {
    openPage("/gallery");
    await tile(/^Snapshot/);
    const days = screen.getAllByRole("heading", { level: 2 }).map((day) =>
      within(day.parentElement!)
        .getAllByRole("link")
        .map((link) => link.getAttribute("aria-label")?.split(",")[0]),
    );
    expect(days).toEqual([["Snapshot", "Clip of 0:30"], ["Clip of 0:30"]]);
  });

  it("plays a clip, and leads to its neighbours by the keys", async () => {
    const { user } = openPage("/gallery");
    await user.click(await tile(/^Snapshot/));
    expect(await within(await opened()).findByRole("img")).toHaveAttribute("src", aSnapshot().url);
    await user.keyboard("{ArrowRight}");
    const clip = await within(await opened()).findByLabelText(/^Clip,/);
    expect(clip).toHaveAttribute("src", aClip().url);
    expect(location.search).toBe(`?clip=${CLIP_ID}`);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(location.search).toBe(""));
  });

  it("deletes with a way back", async () => {
    const { user } = openPage(`/gallery?clip=c2`);
    await user.click(await within(await opened()).findByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.getAllByRole("link", { name: /^Clip/ })).toHaveLength(1));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(screen.getAllByRole("link", { name: /^Clip/ })).toHaveLength(2));
    expect(deleted).toEqual([]);
  });

  it("deletes several at once, chosen by Shift too, with one way back for all", async () => {
    const { user } = openPage("/gallery");
    await tile(/^Snapshot/);
    await user.click(screen.getByRole("button", { name: "Select" }));
    const boxes = screen.getAllByRole("checkbox");
    await user.click(boxes[0]!);
    await user.keyboard("{Shift>}");
    await user.click(boxes[2]!);
    await user.keyboard("{/Shift}");
    expect(screen.getByText("3 chosen")).toBeVisible();
    await user.click(boxes[0]!);
    expect(boxes.map((box) => box.getAttribute("aria-checked"))).toEqual(["false", "true", "true"]);
    await user.keyboard("{Delete}");
    expect(await screen.findByText("2 moments are deleted.")).toBeVisible();
    expect(screen.queryAllByRole("link", { name: /^Clip/ })).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(screen.getAllByRole("link", { name: /^Clip/ })).toHaveLength(2));
    expect(deleted).toEqual([]);
  });

  it("deletes for good when the page is left", async () => {
    const { user } = openPage(`/gallery?clip=c2`);
    await user.click(await within(await opened()).findByRole("button", { name: "Delete" }));
    dispatchEvent(new Event("pagehide"));
    await waitFor(() => expect(deleted).toEqual(["c2"]));
  });

  it("shares a clip by a link, and ends that", async () => {
    const { user } = openPage(`/gallery?clip=${CLIP_ID}`);
    await user.click(await within(await opened()).findByRole("button", { name: "Share" }));
    await user.click(screen.getByRole("button", { name: "Copy a link" }));
    expect(await screen.findByLabelText("Link")).toHaveValue(`${location.origin}/share/abc`);
    expect(await navigator.clipboard.readText()).toBe(`${location.origin}/share/abc`);
    expect(await screen.findByText(/^Whoever has the link can watch this until .*2025/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop sharing" }));
    expect(await within(await opened()).findByRole("button", { name: "Share" })).toBeVisible();
    expect(screen.queryByLabelText("Link")).toBeNull();
  });

  it("shares for as long as was chosen", async () => {
    const { user } = openPage(`/gallery?clip=${CLIP_ID}`);
    await user.click(await within(await opened()).findByRole("button", { name: "Share" }));
    const lasts = screen.getByRole("combobox", { name: "How long the link works" });
    expect(lasts).toHaveDisplayValue("for a week");
    await user.selectOptions(lasts, "until you end it");
    await user.click(screen.getByRole("button", { name: "Copy a link" }));
    expect(await screen.findByText("Whoever has the link can watch this, until you end it.")).toBeVisible();
  });

  it("shows how far a clip is that is still being made, then plays it", async () => {
    [clips, jobs] = [[], [aClipJob()]];
    server.use(
      http.get("/clipper/status/:id", () => HttpResponse.json({ status: "processing", progress: 0.4 })),
    );
    const { user } = openPage("/gallery");
    await user.click(await tile(/^Being made/));
    expect(await screen.findByText("This clip is being made…")).toBeVisible();
    clips = [aClip()];
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({
        type: "job",
        kind: "clip",
        id: CLIP_ID,
        status: "complete",
        progress: 1,
        error: null,
      });
    });
    expect(await within(await opened()).findByLabelText(/^Clip,/)).toHaveAttribute("src", aClip().url);
  });

  it("says that a clip could not be made, and why", async () => {
    clips = [];
    const failed = { status: "failed", progress: 0, error: "Video segment not found" };
    server.use(http.get("/clipper/status/:id", () => HttpResponse.json(failed)));
    openPage(`/gallery?clip=${CLIP_ID}`);
    expect(await screen.findByText("Video segment not found")).toBeVisible();
  });

  it("says what will be here while there is nothing", async () => {
    clips = [];
    server.use(http.get("/api/snapshots", () => HttpResponse.json({ items: [], nextCursor: null })));
    openPage("/gallery");
    expect(await screen.findByText("Nothing kept yet")).toBeVisible();
  });

  it("can be tried again when it does not come", async () => {
    server.use(http.get("/api/clips", () => refusal(503, "DATABASE_UNAVAILABLE", "away"), { once: true }));
    const { user } = openPage("/gallery");
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await tile(/^Snapshot/)).toBeVisible();
  });
});
