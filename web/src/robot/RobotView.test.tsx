import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";
import { useAppState } from "../state/store";
import { FakeSocket } from "../test/fakeSocket";
import { openPage } from "../test/openPage";
import { aCamera } from "../test/samples";
import { server } from "../test/server";
import type { Device } from "./queries";

const ROVER: Device = {
  id: "0199e1b2-0000-7000-8000-0000000000d1",
  name: "Rover",
  status: "online",
  lastSeenAt: "2025-10-24T10:30:00.000Z",
  capabilities: [
    { name: "treat", about: "Gives a treat", parameters: {} },
    {
      name: "go_to",
      about: "Goes there",
      parameters: {
        x: { type: "number", required: true, minimum: null, maximum: null, choices: null, unit: null },
      },
    },
  ],
  createdAt: "2025-10-24T10:00:00.000Z",
};

let devices: Device[];
let sent: unknown[];
beforeEach(() => {
  devices = [];
  sent = [];
  server.use(
    http.get("/api/devices", () => HttpResponse.json({ items: devices, nextCursor: null })),
    http.post("/api/devices", async ({ request }) => {
      const { name } = (await request.json()) as { name: string };
      devices = [{ ...ROVER, name, status: "offline", lastSeenAt: null, capabilities: [] }];
      return HttpResponse.json({ ...devices[0], token: "k3v0-token" }, { status: 201 });
    }),
    http.post("/api/commands", async ({ request }) => {
      const body = (await request.json()) as { command: string };
      sent.push(body);
      return HttpResponse.json({ command: body.command }, { status: 202 });
    }),
    http.delete("/api/devices/:id", ({ params }) => {
      sent.push(params.id);
      devices = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

it("registers a robot, shows its token once, and what it needs to connect", async () => {
  const { user } = openPage("/settings/robot");
  expect(await screen.findByText(/No robot yet/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Register a robot" }));
  await user.type(screen.getByRole("textbox", { name: "Name" }), "Rover");
  await user.click(screen.getByRole("button", { name: "Register" }));
  const secret = await screen.findByRole("dialog", { name: "The token of Rover" });
  expect(secret).toHaveTextContent("k3v0-token");
  await user.click(within(secret).getByRole("button", { name: "I have it" }));
  expect(await screen.findByText("Never connected")).toBeVisible();
  expect(screen.queryByText("k3v0-token")).toBeNull();
});

it("tells a connected robot what needs no more words, and forgets it with a way back", async () => {
  devices = [ROVER];
  const { user } = openPage("/settings/robot");
  expect(await screen.findByText("Rover connected.")).toBeVisible();
  expect(screen.getByRole("button", { name: "go to" })).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "treat" }));
  await waitFor(() =>
    expect(sent).toEqual([expect.objectContaining({ command: "treat", deviceId: ROVER.id })]),
  );
  await user.click(screen.getByRole("button", { name: "Delete Rover" }));
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
  expect(await screen.findByText(/No robot yet/)).toBeVisible();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: "Delete Rover" })).toBeVisible();
  expect(sent).toHaveLength(1);
});

it("is told of in the live view: how it is, and why no policy can be chosen", async () => {
  vi.stubGlobal("createImageBitmap", () =>
    Promise.resolve({ width: 640, height: 360, close: () => undefined }),
  );
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
    http.get("/api/cameras/:id/mjpeg", () => new HttpResponse(new ReadableStream())),
  );
  const { queries } = openPage("/");
  const strip = await screen.findByRole("region", { name: "Robot" });
  const policy = within(strip).getByRole("combobox", { name: "Policy" });
  expect(policy).toBeDisabled();
  expect(policy).toHaveAccessibleDescription("No robot is connected.");
  expect(useAppState.getState().device).toEqual({ status: "offline", capabilities: [] });

  devices = [ROVER];
  await act(() => queries.invalidateQueries({ queryKey: ["devices"] }));
  act(() =>
    FakeSocket.last.say({
      type: "telemetry",
      deviceId: ROVER.id,
      at: new Date().toISOString(),
      joints: {},
      temperatures: { hip: 41 },
      battery: 0.5,
    }),
  );
  await waitFor(() => expect(strip).toHaveTextContent("RoverBattery 50 %hip 41 °C"));
  expect(policy).toBeDisabled();
  expect(useAppState.getState().device).toEqual({ status: "connected", capabilities: ["treat", "go_to"] });
});
