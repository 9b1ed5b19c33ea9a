import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it } from "vitest";
import { FakeSocket } from "../test/fakeSocket";
import { openPage } from "../test/openPage";
import { server } from "../test/server";
import type { Notification } from "./queries";

const aNotification = (change: Partial<Notification> = {}): Notification => ({
  id: "0199e1b2-0000-7000-8000-0000000000b1",
  level: "info",
  code: "ROUTINE",
  text: "Walk: Time for a walk",
  cameraId: null,
  createdAt: "2025-10-24T16:00:00.123Z",
  readAt: null,
  ...change,
});

let kept: Notification[];
let readUntil: unknown[];
beforeEach(() => {
  kept = [
    aNotification(),
    aNotification({ id: "b2", text: "An older one", readAt: "2025-10-24T15:00:00.000Z" }),
  ];
  readUntil = [];
  server.use(
    http.get("/api/routines", () => HttpResponse.json({ items: [], nextCursor: null })),
    http.get("/api/routines/templates", () => HttpResponse.json({ items: [], nextCursor: null })),
    http.get("/api/notifications/unread", () =>
      HttpResponse.json({ count: kept.filter(({ readAt }) => readAt === null).length }),
    ),
    http.get("/api/notifications", () => HttpResponse.json({ items: kept, nextCursor: null })),
    http.post("/api/notifications/read", async ({ request }) => {
      readUntil.push(await request.json());
      kept = kept.map((one) => ({ ...one, readAt: "2025-10-24T17:00:00.000Z" }));
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

it("tells how many are unread, shows them, and takes them for read once they were seen", async () => {
  const { user } = openPage("/routines");
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  const dialog = await screen.findByRole("dialog", { name: "News" });
  expect(await within(dialog).findByText(/Time for a walk/)).toHaveTextContent(/^Unread: /);
  expect(within(dialog).getByText(/An older one/)).not.toHaveTextContent(/Unread/);
  expect(readUntil).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  expect(await screen.findByRole("button", { name: "News" })).toBeVisible();
  expect(readUntil).toEqual([{ until: "2025-10-24T16:00:00.123Z" }]);
});

it("hears of a new one at once", async () => {
  kept = [];
  openPage("/routines");
  expect(await screen.findByRole("button", { name: "News" })).toBeVisible();
  kept = [aNotification()];
  act(() => {
    FakeSocket.last.accept();
    FakeSocket.last.say({
      type: "notification",
      level: "info",
      code: "ROUTINE",
      text: "Walk: Time for a walk",
      cameraId: null,
      id: kept[0]?.id,
    });
  });
  await waitFor(() => expect(screen.getByRole("button", { name: "News, 1 unread" })).toBeVisible());
});
