import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { openPage } from "../test/openPage";
import { aCamera, CAMERA_ID } from "../test/samples";
import { server } from "../test/server";
import type { BatchRun } from "./queries";

const NO_CHANGES = { segments: 3, leftOut: [], frames: 40, seconds: 9.5, changes: [], moreChanges: 0 };

let run: BatchRun;
let scopes: string[];
let asked: string[];
let begun: unknown[];

beforeEach(() => {
  [scopes, asked, begun] = [["read", "write", "models"], [], []];
  run = {
    id: "0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11",
    cameraId: CAMERA_ID,
    from: "2026-05-01T00:00:00.000Z",
    to: "2026-05-02T00:00:00.000Z",
    models: { detector: "garden@2", pose: "built-in@built-in" },
    fps: 5,
    dryRun: false,
    status: "running",
    progress: 0.25,
    segments: 8,
    lookedAt: 2,
    shown: false,
    report: null,
    error: null,
    createdAt: "2026-05-03T00:00:00.000Z",
    finishedAt: null,
  };
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
    http.get("/api/auth/me", () =>
      HttpResponse.json({ userId: "1", email: "ada@example.org", role: "owner", scopes }),
    ),
    http.get("/api/runs", () => HttpResponse.json({ items: [run], nextCursor: null })),
    http.post("/api/runs", async ({ request }) => {
      begun.push(await request.json());
      return HttpResponse.json(run, { status: 202 });
    }),
    http.post("/api/runs/:id/cancel", () => {
      run = { ...run, status: "cancelled" };
      return HttpResponse.json(run);
    }),
    http.put("/api/analytics/source", async ({ request }) => {
      const { runId } = (await request.json()) as { runId: string | null };
      asked.push(String(runId));
      run = { ...run, shown: runId === run.id };
      return HttpResponse.json({ runId, counted: true });
    }),
  );
});

describe("batch runs in the settings", () => {
  it("tell how far they are, and can be cancelled", async () => {
    const { user } = openPage("/settings/models");
    expect(await screen.findByText("Kitchen with garden@2")).toBeVisible();
    expect(screen.getByText("2 of 8 segments")).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("value", "0.25");
    await user.click(screen.getByRole("button", { name: "Cancel the run of Kitchen" }));
    expect(await screen.findByText("Cancelled")).toBeVisible();
  });

  it("tell what came of them, and can be shown in the analytics", async () => {
    const counts = {
      sit: { kept: 4, moved: 1, added: 2, gone: 0 },
      bark: { kept: 1, moved: 0, added: 0, gone: 3 },
    };
    run = { ...run, status: "done", progress: 1, report: { ...NO_CHANGES, counts } };
    const { user } = openPage("/settings/models");
    expect(await screen.findByText("5 events kept, 1 moved, 2 added, 3 gone")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show in Analytics" }));
    await user.click(await screen.findByRole("button", { name: "Shown in Analytics" }));
    await waitFor(() => expect(asked).toEqual([run.id, "null"]));
  });

  it("show what they tell otherwise in pictures, each of which leads to its moment", async () => {
    const ts = "2026-05-01T10:00:05.000Z";
    const change = { change: "added", type: "sit", ts, eventId: null, wasTs: null, confidence: 0.8 } as const;
    const pictures = [0, 1].map((number) => `/api/runs/${run.id}/changes/${number}/picture`);
    const changes = pictures.map((pictureUrl) => ({ ...change, liveFps: null, pictureTs: ts, pictureUrl }));
    run = { ...run, status: "done", progress: 1, report: { ...NO_CHANGES, counts: {}, changes } };
    const { user } = openPage("/settings/models");
    await user.click(
      await screen.findByRole("button", { name: "Pictures of what the run of Kitchen tells otherwise" }),
    );
    const list = screen.getByRole("list", { name: "What it tells otherwise" });
    const [first, second] = within(list).getAllByRole("link");
    expect(first).toHaveTextContent("Only the run: Sat down");
    expect(first).toHaveAttribute(
      "href",
      expect.stringContaining(encodeURIComponent("2026-05-01T10:00:00.000Z")),
    );
    expect([...list.querySelectorAll("img")].map((img) => img.getAttribute("src"))).toEqual(pictures);
    fireEvent.error(list.querySelectorAll("img")[1]!);
    expect(second).toHaveTextContent("Not recorded any more");
  });

  it("say where live analysis looked less often", async () => {
    const ts = "2026-05-01T10:00:05.000Z";
    const change = { change: "added", type: "sit", ts, eventId: null, wasTs: null, confidence: 0.8 } as const;
    const changes = [1.25, 4.5, null].map((liveFps, number) => ({
      ...{ ...change, liveFps, pictureTs: ts },
      pictureUrl: `/api/runs/${run.id}/changes/${String(number)}/picture`,
    }));
    run = { ...run, status: "done", progress: 1, report: { ...NO_CHANGES, counts: {}, changes } };
    const { user } = openPage("/settings/models");
    await user.click(
      await screen.findByRole("button", { name: "Pictures of what the run of Kitchen tells otherwise" }),
    );
    expect(
      screen.getByText(/^At 1 of these 3 moments live analysis looked less than half as often/),
    ).toBeVisible();
    const [first, second, third] = screen
      .getByRole("list", { name: "What it tells otherwise" })
      .querySelectorAll("li");
    expect(first).toHaveTextContent("Live looked at 1.3 pictures a second");
    expect(second).not.toHaveTextContent("Live looked");
    expect(third).not.toHaveTextContent("Live looked");
  });

  it("are begun with a camera, a time and models", async () => {
    const { user } = openPage("/settings/models");
    await user.click(await screen.findByRole("button", { name: "Begin a run" }));
    const form = within(await screen.findByRole("dialog", { name: "Begin a batch run" }));
    await form.findByRole("option", { name: "Kitchen" });
    const [from, to] = [form.getByLabelText("From"), form.getByLabelText("To")];
    fireEvent.change(from, { target: { value: "2026-05-02T00:00" } });
    fireEvent.change(to, { target: { value: "2026-05-01T00:00" } });
    await user.click(form.getByRole("button", { name: "Begin" }));
    expect(await form.findByRole("alert")).toHaveTextContent("It has to end after it begins.");
    fireEvent.change(to, { target: { value: "2026-05-03T12:30" } });
    await user.selectOptions(form.getByLabelText("Sound"), "built-in@built-in");
    await user.click(form.getByLabelText("Report only, and keep no events"));
    await user.click(form.getByRole("button", { name: "Begin" }));
    await waitFor(() =>
      expect(begun).toEqual([
        {
          cameraId: CAMERA_ID,
          from: new Date("2026-05-02T00:00").toISOString(),
          to: new Date("2026-05-03T12:30").toISOString(),
          models: { detector: null, pose: null, sound: "built-in@built-in" },
          fps: 5,
          dryRun: true,
          workers: 1,
          share: 1,
        },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("are nobody's who may not begin any", async () => {
    scopes = ["read", "write"];
    openPage("/settings/models");
    await screen.findByText(/signed in with a token that may not change models/);
    expect(screen.queryByText("Batch runs")).not.toBeInTheDocument();
  });
});
