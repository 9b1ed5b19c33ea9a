import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeSocket } from "../test/fakeSocket";
import { openPage } from "../test/openPage";
import { aCamera, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";
import type { Evaluation, Model, Slot } from "./queries";

const MODEL: Model = {
  id: "0199e1b2-0000-7000-8000-0000000000d1",
  type: "detector",
  name: "garden",
  version: "2",
  format: "onnx",
  convertedFrom: null,
  sizeBytes: 4_200_000,
  sha256: "00".repeat(32),
  status: "available",
  card: { description: "Learned on our garden", data: "", licence: "", scores: [] },
  signature: { inputs: [], outputs: [] },
  createdAt: "2025-10-24T10:00:00.000Z",
};

const SLOT: Slot = {
  type: "detector",
  live: "built-in@built-in",
  previous: null,
  candidate: null,
  role: null,
  share: null,
  fps: null,
  watchedUntil: null,
  agreement: null,
  replicas: [{ id: "r1", answering: "built-in@built-in", answers: 120, failures: 1, p95Ms: 81.4 }],
};

const EVALUATION: Evaluation = {
  id: "0199e1b2-0000-7000-8000-0000000000e1",
  archive: null,
  status: "processing",
  progress: 0.25,
  error: null,
  errorCode: null,
  report: null,
  sheetUrl: null,
  createdAt: "2025-10-24T10:20:00.000Z",
};

const REPORT: NonNullable<Evaluation["report"]> = {
  type: "detector",
  inputs: 94,
  labelled: 94,
  unreadable: [],
  agreement: 0.91,
  models: [
    {
      name: "garden@2",
      scores: { mAP50: 0.71 },
      confusion: { dog: { dog: 80, missed: 14 } },
      p50Ms: 40,
      p95Ms: 70,
      failures: 0,
    },
    { name: "built-in@built-in", scores: { mAP50: 0.62 }, confusion: {}, p50Ms: 30, p95Ms: 60, failures: 0 },
  ],
};

let slot: Slot;
let models: Model[];
let evaluations: Evaluation[];
let asked: { path: string; body: unknown }[];

/** Answers, and notes what was asked. */
const noted =
  (answer: () => Response) =>
  async ({ request }: { request: Request }) => {
    const text = await request.text();
    asked.push({ path: new URL(request.url).pathname, body: text === "" ? null : JSON.parse(text) });
    return answer();
  };

beforeEach(() => {
  slot = SLOT;
  models = [MODEL];
  evaluations = [];
  asked = [];
  server.use(
    http.get("/api/auth/me", () =>
      HttpResponse.json({ userId: "u", email: "ada@example.org", role: "owner", scopes: ["read", "models"] }),
    ),
    http.get("/api/models/slots", () => HttpResponse.json({ items: [slot], nextCursor: null })),
    http.get("/api/models/changes", () => HttpResponse.json({ items: [], nextCursor: null })),
    http.get("/api/models/evaluations", () => HttpResponse.json({ items: evaluations, nextCursor: null })),
    http.get("/api/models", () => HttpResponse.json({ items: models, nextCursor: null })),
    http.post(
      "/api/models/switch",
      noted(() => {
        slot = { ...SLOT, live: "garden@2", previous: "built-in@built-in" };
        models = [{ ...MODEL, status: "live" }];
        return HttpResponse.json({
          type: "detector",
          live: "garden@2",
          previous: null,
          replicas: 1,
          loadedS: 1,
          mixedMs: 3,
        });
      }),
    ),
    http.post(
      "/api/models/canary",
      noted(() => new HttpResponse(null, { status: 204 })),
    ),
    http.post(
      "/api/models/rollback",
      noted(() =>
        HttpResponse.json({
          type: "detector",
          live: "built-in@built-in",
          previous: "garden@2",
          replicas: 1,
          loadedS: 0,
          mixedMs: 3,
        }),
      ),
    ),
    http.delete("/api/models/evaluations/:id", ({ params }) => {
      asked.push({ path: "evaluation", body: params.id });
      evaluations = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

const confirm = async (user: UserEvent, yes: string) => {
  const dialog = await screen.findByRole("alertdialog");
  const words = dialog.textContent;
  await user.click(within(dialog).getByRole("button", { name: yes }));
  return words;
};

describe("the registry", () => {
  it("tells who answers, how, and which model looks for dogs", async () => {
    openPage("/settings/models");
    const card = await screen.findByRole("listitem", { name: "Detector" });
    expect(card).toHaveTextContent("Built in");
    expect(card).toHaveTextContent("120 answers, 95 in a hundred within 81 ms, 1 failed.");
    expect(screen.getByText(/Dogs are found by nanodet.onnx/)).toBeVisible();
  });

  it("switches to a model once it was said what will happen, and offers the way back", async () => {
    const { user } = openPage("/settings/models");
    const row = await screen.findByRole("listitem", { name: "garden@2" });
    await user.click(await within(row).findByRole("button", { name: "Switch to it" }));
    const words = await confirm(user, "Switch");
    expect(words).toMatch(/No frame is lost/);
    expect(await screen.findByText("garden@2 answers now.")).toBeVisible();
    expect(asked[0]).toMatchObject({
      path: "/api/models/switch",
      body: { type: "detector", name: "garden", version: "2" },
    });
    const back = await screen.findByRole("button", { name: "Roll back to the built-in model" });
    await user.click(back);
    expect(await confirm(user, "Roll back")).toMatch(/at once: it was kept in memory/);
    await waitFor(() =>
      expect(asked.at(-1)).toEqual({ path: "/api/models/rollback", body: { type: "detector" } }),
    );
  });

  it("does nothing when the question is answered with no", async () => {
    const { user } = openPage("/settings/models");
    const row = await screen.findByRole("listitem", { name: "garden@2" });
    await user.click(await within(row).findByRole("button", { name: "Switch to it" }));
    await confirm(user, "Cancel");
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(asked).toEqual([]);
  });

  it("says why a model was refused", async () => {
    server.use(http.post("/api/models/switch", () => refusal(409, "MODEL_REFUSED", "garden@2 can't answer")));
    const { user } = openPage("/settings/models");
    const row = await screen.findByRole("listitem", { name: "garden@2" });
    await user.click(await within(row).findByRole("button", { name: "Switch to it" }));
    await confirm(user, "Switch");
    expect(await screen.findByText("garden@2 can't answer")).toBeVisible();
  });

  it("lets a model answer the share of the cameras that was chosen", async () => {
    const { user } = openPage("/settings/models");
    const row = await screen.findByRole("listitem", { name: "garden@2" });
    await user.selectOptions(
      await within(row).findByRole("combobox", { name: "Share of the cameras for garden@2" }),
      "50 %",
    );
    await user.click(within(row).getByRole("button", { name: "Canary" }));
    await confirm(user, "Begin");
    await waitFor(() => expect(asked[0]).toMatchObject({ path: "/api/models/canary", body: { share: 0.5 } }));
  });

  it("hears of a step that somebody else takes", async () => {
    openPage("/settings/models");
    const card = await screen.findByRole("listitem", { name: "Detector" });
    slot = {
      ...SLOT,
      candidate: "garden@2",
      role: "shadow",
      fps: 1,
      agreement: { inputs: 40, agreement: 0.934, failures: 0, liveMs: 30, shadowMs: 41 },
    };
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({
        type: "model",
        modelType: "detector",
        action: "shadow_started",
        model: "garden@2",
        insteadOf: null,
        reason: null,
        at: "2025-10-24T10:30:00.000Z",
      });
    });
    await waitFor(() => expect(card).toHaveTextContent("They agree by 93 % over 40 looks"));
    expect(within(card).getByRole("button", { name: "End the shadow" })).toBeVisible();
  });

  it("says what to do where there is none yet, and where a token does not suffice", async () => {
    models = [];
    const { unmount } = openPage("/settings/models");
    expect(await screen.findByText(/None yet. Bring an ONNX or TFLite file/)).toBeVisible();
    unmount();
    server.use(
      http.get("/api/auth/me", () =>
        HttpResponse.json({
          userId: "u",
          email: "ada@example.org",
          role: "owner",
          scopes: ["read", "write"],
        }),
      ),
    );
    openPage("/settings/models");
    expect(await screen.findByText(/sign in with a token that has the scope “models”/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Register a model" })).toBeNull();
  });
});

describe("evaluations", () => {
  it("tell how far they are as it is told, and can be cancelled", async () => {
    evaluations = [EVALUATION];
    const { user } = openPage("/settings/models");
    const list = await screen.findByRole("list", { name: "Evaluations, newest first" });
    expect(list).toHaveTextContent("25 %");
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({
        type: "job",
        id: EVALUATION.id,
        kind: "evaluation",
        status: "processing",
        progress: 0.5,
      });
    });
    await waitFor(() => expect(list).toHaveTextContent("50 %"));
    await user.click(within(list).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(asked).toEqual([{ path: "evaluation", body: EVALUATION.id }]));
  });

  it("end with scores beside each other, pictures of where the two differ, and what was taken for what", async () => {
    evaluations = [
      { ...EVALUATION, status: "complete", progress: 1, report: REPORT, sheetUrl: "/media/sheet.jpg" },
    ];
    openPage("/settings/models");
    const scores = await screen.findByRole("group", { name: "Scores" });
    expect(within(scores).getByRole("row", { name: "mAP50 0.710 0.620" })).toBeVisible();
    expect(screen.getByRole("img", { name: /on which the two differ most/ })).toHaveAttribute(
      "src",
      "/media/sheet.jpg",
    );
    expect(screen.getByText("What garden@2 took for what")).toBeVisible();
  });

  it("are made on recordings too, and tell how many moments you labelled", async () => {
    evaluations = [
      {
        ...EVALUATION,
        archive: { cameraId: CAMERA_ID, from: "2025-10-01T00:00:00.000Z", to: "2025-10-02T00:00:00.000Z" },
        status: "complete",
        report: { ...REPORT, labelled: 12 },
      },
    ];
    server.use(
      http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
      http.post(
        "/api/models/evaluations/archive",
        noted(() => HttpResponse.json(EVALUATION, { status: 202 })),
      ),
    );
    const { user } = openPage("/settings/models");
    const list = await screen.findByRole("list", { name: "Evaluations, newest first" });
    await waitFor(() => expect(list).toHaveTextContent(/on recordings of Kitchen, .*2025/));
    expect(list).toHaveTextContent("94 pictures, 12 of them labelled by you, they agree by 91 %");
    await user.click(screen.getByRole("button", { name: /^Evaluate/ }));
    const dialog = await screen.findByRole("dialog", { name: "Evaluate garden@2" });
    await user.click(within(dialog).getByRole("radio", { name: /^Recordings/ }));
    await within(dialog).findByRole("option", { name: "Kitchen" });
    fireEvent.change(within(dialog).getByLabelText("From"), { target: { value: "2026-05-01T00:00" } });
    fireEvent.change(within(dialog).getByLabelText("To"), { target: { value: "2026-05-02T12:30" } });
    await user.click(within(dialog).getByRole("button", { name: "Evaluate" }));
    await waitFor(() =>
      expect(asked).toEqual([
        {
          path: "/api/models/evaluations/archive",
          body: {
            type: "detector",
            name: "garden",
            version: "2",
            baseline: null,
            cameraId: CAMERA_ID,
            from: new Date("2026-05-01T00:00").toISOString(),
            to: new Date("2026-05-02T12:30").toISOString(),
            samples: 200,
          },
        },
      ]),
    );
  });
});
