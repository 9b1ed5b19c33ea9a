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
let asked: URLSearchParams[];

beforeEach(() => {
  clips = [aClip({ startTs: NEWER }), aClip({ id: "c2", startTs: OLDER, labels: ["fetch"], note: "Far!" })];
  [jobs, deleted, asked] = [[], [], []];
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
    http.get("/api/clips", ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(searchParams);
      const [q, label] = [searchParams.get("q"), searchParams.get("label")];
      const items = clips.filter(
        ({ labels, note }) =>
          (q === null || `${note ?? ""} ${labels.join(" ")}`.toLowerCase().includes(q.toLowerCase())) &&
          (label === null || labels.includes(label)),
      );
      return HttpResponse.json({ items, nextCursor: null });
    }),
    http.patch("/api/clips/:id", async ({ params, request }) => {
      const change = (await request.json()) as Pick<Clip, "labels" | "note">;
      clips = clips.map((clip) => (clip.id === params.id ? { ...clip, ...change } : clip));
      return HttpResponse.json(clips.find(({ id }) => id === params.id));
    }),
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
    http.get("/api/snapshots", ({ request }) => {
      const { searchParams } = new URL(request.url);
      const isNarrowed = searchParams.has("q") || searchParams.has("label");
      return HttpResponse.json({ items: isNarrowed ? [] : [aSnapshot()], nextCursor: null });
    }),
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

  it("gives a clip labels and a note by the keyboard alone", async () => {
    const { user } = openPage(`/gallery?clip=${CLIP_ID}`);
    const add = await within(await opened()).findByRole("button", { name: "Add labels or a note" });
    add.focus();
    await user.keyboard("{Enter}");
    expect(screen.getByLabelText("Add a label")).toHaveFocus();
    await user.keyboard("ball{Enter}couch,oops{Enter}{Backspace}garden{Tab}");
    const note = screen.getByLabelText("Note");
    expect(note).toHaveFocus();
    // Neither leads to a neighbour.
    await user.keyboard("first time{ArrowLeft}{ArrowRight}");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await within(await opened()).findByText("first time")).toBeVisible();
    expect(screen.queryByRole("form")).toBeNull();
    expect(screen.getByRole("button", { name: "Change labels and note" })).toHaveFocus();
    expect(clips[0]).toMatchObject({ labels: ["ball", "couch", "garden"], note: "first time" });
    expect(location.search).toBe(`?clip=${CLIP_ID}`);
  });

  it("keeps what was typed when it can't be saved, and saves it then", async () => {
    server.use(
      http.patch("/api/clips/:id", () => refusal(400, "INVALID_REQUEST", "That is too long"), { once: true }),
    );
    const { user } = openPage(`/gallery?clip=c2`);
    await user.click(await screen.findByRole("button", { name: "Change labels and note" }));
    await user.click(screen.getByRole("button", { name: "Take away the label fetch" }));
    const note = screen.getByLabelText("Note");
    await user.clear(note);
    await user.type(note, "On the couch");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/^It is not saved/)).toBeVisible();
    expect(await screen.findByText("That is too long")).toBeVisible();
    expect(note).toHaveValue("On the couch");
    // Nor is it lost when the moment is closed and opened again.
    await user.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.click(await tile(/^Clip.*2025.*fetch$/));
    expect(await screen.findByLabelText("Note")).toHaveValue("On the couch");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await within(await opened()).findByText("On the couch")).toBeVisible();
    expect(clips[1]).toMatchObject({ labels: [], note: "On the couch" });
  });

  it("gives up what was typed at Escape, with a way back, and stays open", async () => {
    const { user } = openPage(`/gallery?clip=c2`);
    await user.click(await screen.findByRole("button", { name: "Change labels and note" }));
    await user.keyboard("ball{Escape}");
    await waitFor(() => expect(screen.queryByRole("form")).toBeNull());
    expect(await opened()).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByLabelText("Add a label")).toHaveValue("ball");
    expect(clips[1]).toMatchObject({ labels: ["fetch"], note: "Far!" });
  });

  it("is searched by the words of notes and labels once they are typed", async () => {
    const { user } = openPage("/gallery");
    await tile(/^Snapshot/);
    await user.type(screen.getByRole("searchbox", { name: "Search in notes and labels" }), " FAR ");
    await waitFor(() => expect(screen.getAllByRole("link", { name: /^(Clip|Snapshot)/ })).toHaveLength(1));
    expect(location.search).toBe("?q=FAR");
    // The pauses between keys are shorter than what is waited for.
    expect(asked.map((one) => one.get("q"))).toEqual([null, "FAR"]);
    await user.type(screen.getByRole("searchbox"), "ther");
    expect(await screen.findByText("Nothing found")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(await tile(/^Snapshot/)).toBeVisible();
    expect(screen.getByRole("searchbox")).toHaveValue("");
  });

  it("shows all that has a label when it is touched, and everything again", async () => {
    const { user } = openPage("/gallery?clip=c2");
    const label = within(await within(await opened()).findByRole("list", { name: "Labels" }));
    await user.click(label.getByRole("link", { name: "fetch" }));
    const other = await screen.findByRole("button", { name: "fetch: show other labels too" });
    await waitFor(() => expect(screen.getAllByRole("link", { name: /^(Clip|Snapshot)/ })).toHaveLength(1));
    expect(location.search).toBe("?label=fetch");
    await user.click(other);
    expect(await tile(/^Snapshot/)).toBeVisible();
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
