import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";
import { openPage } from "../test/openPage";
import { aCamera } from "../test/samples";
import { server } from "../test/server";
import type { Zone } from "./zones";

let zones: Zone[];
let sent: unknown[];
beforeEach(() => {
  zones = [];
  sent = [];
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
    http.get("/api/cameras/:id/zones", () => HttpResponse.json({ items: zones, nextCursor: null })),
    http.post("/api/cameras/:id/zones", async ({ request }) => {
      const body = (await request.json()) as Omit<Zone, "id">;
      sent.push(body);
      zones = [{ ...body, id: "z1" }];
      return HttpResponse.json(zones[0], { status: 201 });
    }),
    http.delete("/api/cameras/:id/zones/:zone", ({ params }) => {
      sent.push(params.zone);
      zones = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

async function openZones() {
  const page = openPage("/settings");
  await page.user.click(await screen.findByRole("button", { name: "Zones of Kitchen" }));
  const dialog = await screen.findByRole("dialog", { name: "Zones of Kitchen" });
  const picture = within(dialog).getByRole("application");
  vi.spyOn(picture, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 200, 100));
  return { ...page, dialog, picture };
}

it("are drawn by touches, closed at the first point, named and kept; and deleted after a question", async () => {
  const { user, dialog, picture } = await openZones();
  for (const [clientX, clientY] of [
    [20, 10],
    [180, 10],
    [100, 90],
    [21, 11],
  ]) {
    fireEvent.click(picture, { clientX, clientY });
  }
  await user.type(await within(dialog).findByRole("textbox", { name: "Name" }), "Couch");
  await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
  const polygon = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.5, 0.9],
  ];
  await waitFor(() => expect(sent).toEqual([{ name: "Couch", polygon }]));
  await user.click(await within(dialog).findByRole("button", { name: "Delete Couch" }));
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(sent.at(-1)).toBe("z1"));
});

it("are drawn by the keyboard, too", async () => {
  const { user, dialog, picture } = await openZones();
  picture.focus();
  await user.keyboard(
    "{Enter}{Shift>}{ArrowRight}{/Shift}{Enter}{ArrowDown}{Enter}{Backspace}{ArrowDown}{Enter}",
  );
  await user.click(within(dialog).getByRole("button", { name: "Close it" }));
  await user.type(await within(dialog).findByRole("textbox", { name: "Name" }), "Bowl{Enter}");
  const polygon = [
    [0.5, 0.5],
    [0.6, 0.5],
    [0.6, 0.52],
  ];
  await waitFor(() => expect(sent).toEqual([{ name: "Bowl", polygon }]));
});
