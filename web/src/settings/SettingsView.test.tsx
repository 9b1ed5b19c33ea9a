import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Camera } from "../api/client";
import { openPage } from "../test/openPage";
import { aCamera, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";

let cameras: ReturnType<typeof aCamera>[];
let deleted: unknown[];
beforeEach(() => {
  cameras = [aCamera()];
  deleted = [];
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: cameras, nextCursor: null })),
    http.patch("/api/cameras/:id", async ({ request }) => {
      const change = (await request.json()) as Partial<(typeof cameras)[0]>;
      cameras = cameras.map((one) => ({ ...one, ...change }));
      return HttpResponse.json(cameras[0]);
    }),
    http.delete("/api/cameras/:id", ({ params }) => {
      deleted.push(params.id);
      cameras = [];
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("/api/cameras", async ({ request }) => {
      const { name, source } = (await request.json()) as Pick<Camera, "name" | "source">;
      const made = aCamera({ id: "new", name, source });
      cameras = [...cameras, made];
      return HttpResponse.json(made, { status: 201 });
    }),
  );
});

async function openSettings() {
  const page = openPage("/settings");
  await screen.findByText("Kitchen");
  return page;
}

describe("cameras in the settings", () => {
  it("can be renamed", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Rename Kitchen" }));
    const field = screen.getByRole("textbox", { name: "Name" });
    await user.clear(field);
    await user.type(field, "Hall{Enter}");
    expect(await screen.findByText("Hall")).toBeVisible();
    await waitFor(() => expect(cameras[0]?.name).toBe("Hall"));
  });

  it("keep their name when the server refuses another, and say why", async () => {
    server.use(
      http.patch("/api/cameras/:id", () => refusal(400, "CONSTRAINT_VIOLATED", "That name is taken")),
    );
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Rename Kitchen" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "!{Enter}");
    expect(await screen.findByText("That name is taken")).toBeVisible();
    expect(await screen.findByText("Kitchen")).toBeVisible();
  });

  it("can be switched off", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("switch", { name: "Kitchen on" }));
    await waitFor(() => expect(cameras[0]?.enabled).toBe(false));
  });

  it("are deleted after a question, with a way back", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Delete Kitchen" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.queryByText("Kitchen")).toBeNull());
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText("Kitchen")).toBeVisible();
    expect(deleted).toEqual([]);
  });

  it("are deleted for good when the page is left", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Delete Kitchen" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    dispatchEvent(new Event("pagehide"));
    await waitFor(() => expect(deleted).toEqual([CAMERA_ID]));
  });

  it("can be added by their address", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Add a camera" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "Garden");
    await user.type(screen.getByRole("textbox", { name: "Address" }), "rtsp://192.168.1.20/1");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText("Garden")).toBeVisible();
  });

  it("can be a phone: then there is a link to open on it", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Add a camera" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "Hall");
    await user.click(screen.getByRole("tab", { name: "Phone or laptop" }));
    await user.click(screen.getByRole("button", { name: "Add" }));
    const dialog = await screen.findByRole("dialog", { name: "Hall on a phone or laptop" });
    expect(within(dialog).getByRole("link")).toHaveAttribute("href", `${location.origin}/camera?id=new`);
    expect(dialog).toHaveTextContent(/leads to this very device alone/);
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    await user.click(await screen.findByRole("button", { name: "Open Hall on a phone" }));
    expect(await screen.findByRole("dialog", { name: "Hall on a phone or laptop" })).toBeVisible();
  });

  it("say why an address is refused, and keep what was typed", async () => {
    server.use(http.post("/api/cameras", () => refusal(400, "ADDRESS_REFUSED", "This can't be a camera")));
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Add a camera" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "Garden");
    await user.type(screen.getByRole("textbox", { name: "Address" }), "rtsp://127.0.0.1/1");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText("This can't be a camera")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("Garden");
  });
});
