import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { openPage } from "../test/openPage";
import { aCamera, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";
import type { Routine, RoutineRun, RoutineTemplate } from "./queries";

const TOMORROW = new Date(Date.now() + 24 * 60 * 60_000).toISOString();
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const aRoutine = (change: Partial<Routine> = {}): Routine => ({
  id: "0199e1b2-0000-7000-8000-0000000000d1",
  name: "Evening walk",
  cron: "0 18 * * MON-FRI",
  steps: [{ type: "notify", text: "Time for a walk" }],
  enabled: true,
  missed: "skip",
  timeZone: HERE,
  nextRuns: [TOMORROW],
  lastRun: null,
  createdAt: "2025-10-24T09:00:00.000Z",
  ...change,
});

const aRun = (change: Partial<RoutineRun> = {}): RoutineRun => ({
  id: "0199e1b2-0000-7000-8000-0000000000e1",
  routineId: "0199e1b2-0000-7000-8000-0000000000d1",
  scheduledFor: "2025-10-24T16:00:00.000Z",
  manual: false,
  status: "complete",
  steps: [],
  stepCount: 1,
  error: null,
  startedAt: null,
  finishedAt: null,
  ...change,
});

const TEMPLATE: RoutineTemplate = {
  key: "feed",
  name: "Feeding time",
  about: "Reminds you of breakfast and dinner.",
  cron: "30 7,17 * * *",
  steps: [
    { type: "notify", text: "Feeding time" },
    { type: "snapshot", cameraId: null },
  ],
};

let routines: Routine[];
let sent: { readonly method: string; readonly path: string; readonly body: unknown }[];
beforeEach(() => {
  routines = [aRoutine()];
  sent = [];
  const note = async (request: Request) => {
    const text = await request.text();
    sent.push({
      method: request.method,
      path: new URL(request.url).pathname,
      body: text ? (JSON.parse(text) as unknown) : null,
    });
  };
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
    http.get("/api/routines", () => HttpResponse.json({ items: routines, nextCursor: null })),
    http.get("/api/routines/templates", () => HttpResponse.json({ items: [TEMPLATE], nextCursor: null })),
    http.post("/api/routines/preview", () =>
      HttpResponse.json({ timeZone: "Europe/Berlin", nextRuns: [TOMORROW] }),
    ),
    http.post("/api/routines", async ({ request }) => {
      await note(request.clone());
      const made = aRoutine({ ...((await request.json()) as Partial<Routine>), id: "new" });
      routines = [...routines, made];
      return HttpResponse.json(made, { status: 201 });
    }),
    http.patch("/api/routines/:id", async ({ request }) => {
      await note(request.clone());
      const change = (await request.json()) as Partial<Routine>;
      routines = routines.map((one) => ({ ...one, ...change }));
      return HttpResponse.json(routines[0]);
    }),
    http.post("/api/routines/:id/run", async ({ request }) => {
      await note(request);
      return HttpResponse.json(aRun({ status: "queued", manual: true }), { status: 202 });
    }),
    http.put("/api/auth/time-zone", async ({ request }) => {
      await note(request.clone());
      return HttpResponse.json(await request.json());
    }),
  );
});

async function openRoutines() {
  const page = openPage("/routines");
  await screen.findByRole("heading", { name: "Routines" });
  return page;
}

it("says what comes next, what each does, and how it went last", async () => {
  routines = [
    aRoutine({
      steps: [
        { type: "snapshot", cameraId: CAMERA_ID },
        { type: "summary", day: "today" },
      ],
      lastRun: aRun({ status: "failed", error: "snapshot: No picture of Kitchen" }),
    }),
  ];
  await openRoutines();
  expect(await screen.findByText(/^Next: Evening walk, tomorrow at/)).toBeVisible();
  const row = within(await screen.findByRole("list", { name: "Your routines" })).getByRole("listitem");
  expect(await within(row).findByText("Keep a picture of Kitchen and tell me how today was")).toBeVisible();
  expect(row).toHaveTextContent(/Weekdays at 18:00. Next tomorrow at/);
  expect(row).toHaveTextContent(/Not all of it was done: snapshot: No picture of Kitchen/);
});

it("is empty with something to begin with", async () => {
  routines = [];
  await openRoutines();
  expect(await screen.findByText(/No routine yet/)).toBeVisible();
  expect(await screen.findByRole("button", { name: /Feeding time/ })).toHaveTextContent(
    "Every day at 07:30 and 17:30",
  );
});

it("makes a routine out of a template, with its times changed", async () => {
  const { user } = await openRoutines();
  await user.click(await screen.findByRole("button", { name: /Feeding time/ }));
  const dialog = await screen.findByRole("dialog", { name: "New routine" });
  expect(within(dialog).getByRole("textbox", { name: "Name" })).toHaveValue("Feeding time");
  expect(await within(dialog).findByRole("list", { name: "The next five runs" })).toHaveTextContent(
    /tomorrow/,
  );
  await user.click(within(dialog).getByRole("button", { name: "Leave out 17:30" }));
  await user.click(within(dialog).getByRole("button", { name: "Sun" }));
  await user.click(within(dialog).getByRole("button", { name: "Make it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toEqual([
    {
      method: "POST",
      path: "/api/routines",
      body: {
        name: "Feeding time",
        cron: "30 7 * * MON,TUE,WED,THU,FRI,SAT",
        steps: TEMPLATE.steps,
        missed: "skip",
        enabled: true,
      },
    },
  ]);
  expect(await screen.findByRole("switch", { name: "Feeding time on" })).toBeVisible();
});

it("makes one from scratch without a word of cron", async () => {
  const { user } = await openRoutines();
  await user.click(screen.getByRole("button", { name: "New routine" }));
  const dialog = within(await screen.findByRole("dialog", { name: "New routine" }));
  await user.type(dialog.getByRole("textbox", { name: "Name" }), "Treat");
  await user.selectOptions(dialog.getByRole("combobox", { name: "How often" }), "Each hour");
  await user.selectOptions(dialog.getByRole("combobox", { name: "From" }), "10:00");
  await user.type(dialog.getByRole("textbox", { name: "Text" }), "Still there");
  await user.click(dialog.getByRole("button", { name: "Another step" }));
  await user.selectOptions(dialog.getByRole("combobox", { name: "Step 2" }), "Keep a clip");
  await user.selectOptions(dialog.getByRole("combobox", { name: "Camera" }), "Kitchen");
  await user.click(dialog.getByRole("checkbox", { name: /If Pawsight was off/ }));
  await user.click(dialog.getByRole("button", { name: "Make it" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({
    name: "Treat",
    cron: "0 10-17 * * *",
    steps: [
      { type: "notify", text: "Still there" },
      { type: "clip", cameraId: CAMERA_ID, seconds: 30 },
    ],
    missed: "run_once",
  });
});

it("says why a time is refused, and keeps what was typed", async () => {
  server.use(
    http.post("/api/routines/preview", () =>
      refusal(400, "CRON_INVALID", "This is no time that a routine can have"),
    ),
    http.post("/api/routines", () => refusal(400, "CRON_INVALID", "This is no time that a routine can have")),
  );
  const { user } = await openRoutines();
  await user.click(screen.getByRole("button", { name: "New routine" }));
  const dialog = within(await screen.findByRole("dialog", { name: "New routine" }));
  await user.type(dialog.getByRole("textbox", { name: "Name" }), "Odd");
  await user.type(dialog.getByRole("textbox", { name: "Text" }), "x");
  await user.selectOptions(dialog.getByRole("combobox", { name: "How often" }), "By a cron expression");
  expect(await dialog.findByText("This is no time that a routine can have")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Make it" }));
  await waitFor(() => expect(screen.getAllByText("This is no time that a routine can have")).toHaveLength(2));
  expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Odd");
});

describe("a routine", () => {
  it("is switched off", async () => {
    const { user } = await openRoutines();
    await user.click(await screen.findByRole("switch", { name: "Evening walk on" }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ enabled: false }));
  });

  it("runs now", async () => {
    const { user } = await openRoutines();
    await user.click(await screen.findByRole("button", { name: "Run Evening walk now" }));
    expect(await screen.findByText("Evening walk begins.")).toBeVisible();
    expect(sent[0]?.path).toBe(`/api/routines/${routines[0]?.id}/run`);
  });

  it("tells its history, step by step", async () => {
    const steps: RoutineRun["steps"] = [
      { index: 0, type: "notify", status: "done", detail: "Time", ids: [], finishedAt: TOMORROW },
      {
        index: 1,
        type: "command",
        status: "unavailable",
        detail: "No robot is connected",
        ids: [],
        finishedAt: TOMORROW,
      },
    ];
    server.use(
      http.get("/api/routines/:id/runs", () =>
        HttpResponse.json({
          items: [aRun({ status: "failed", steps, stepCount: 2 }), aRun({ id: "e2", status: "missed" })],
          nextCursor: null,
        }),
      ),
    );
    const { user } = await openRoutines();
    await user.click(await screen.findByRole("button", { name: "History of Evening walk" }));
    const dialog = await screen.findByRole("dialog", { name: "History of Evening walk" });
    await waitFor(() => expect(dialog).toHaveTextContent("Not available: No robot is connected"));
    expect(dialog).toHaveTextContent("Skipped: nobody was there for it");
  });

  it("is changed", async () => {
    const { user } = await openRoutines();
    await user.click(await screen.findByRole("button", { name: "Change Evening walk" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Change Evening walk" }));
    await user.type(dialog.getByRole("textbox", { name: "Name" }), " with Bello");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(sent[0]?.body).toMatchObject({ name: "Evening walk with Bello", cron: "0 18 * * MON-FRI" }),
    );
  });
});

it("offers this device's clock where the owner has not said where she lives", async () => {
  routines = [aRoutine({ timeZone: "Pacific/Chatham" })];
  const { user } = await openRoutines();
  await user.click(await screen.findByRole("button", { name: `Use ${HERE}` }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ timeZone: HERE }));
});

it("says that routines run all the same while they can't be shown", async () => {
  server.use(http.get("/api/routines", () => refusal(503, "DATABASE_UNAVAILABLE", "away")));
  await openRoutines();
  expect(await screen.findByText(/They run all the same/)).toBeVisible();
});
