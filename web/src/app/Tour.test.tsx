import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useAppState } from "../state/store";
import { openPage } from "../test/openPage";
import { aCamera, CAMERA_ID } from "../test/samples";
import { server } from "../test/server";

const OTHER_ID = "0199e1b2-0000-7000-8000-000000000002";

beforeEach(() => {
  localStorage.clear();
  useAppState.getState().reset();
  const items = [aCamera(), aCamera({ id: OTHER_ID, name: "Garden" })];
  vi.stubGlobal("createImageBitmap", () =>
    Promise.resolve({ width: 640, height: 360, close: () => undefined }),
  );
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items, nextCursor: null })),
    http.get("/api/cameras/:id/mjpeg", () => new HttpResponse(new ReadableStream())),
  );
});
afterEach(() => localStorage.clear());

it("shows a first visitor around in three steps, and never again", async () => {
  const { user, unmount } = openPage("/");
  const tour = await screen.findByRole("region", { name: "Around Pawsight in three steps" });
  expect(tour).toHaveTextContent("1 of 3");
  await user.click(within(tour).getByRole("button", { name: "Next" }));
  await user.click(within(tour).getByRole("button", { name: "Next" }));
  expect(tour).toHaveTextContent("3 of 3");
  await user.click(within(tour).getByRole("button", { name: "Done" }));
  await waitFor(() => expect(tour).not.toBeInTheDocument());
  unmount();
  // Another person signs in on this browser.
  act(() => useAppState.getState().reset());
  openPage("/");
  await screen.findByRole("img", { name: /^Live picture of Kitchen/ });
  expect(screen.queryByRole("region", { name: /three steps/ })).toBeNull();
});

it("can be skipped, and brought back by its key", async () => {
  const { user } = openPage("/");
  await user.click(await screen.findByRole("button", { name: "Skip" }));
  expect(screen.queryByRole("region", { name: /three steps/ })).toBeNull();
  await user.keyboard("t");
  expect(await screen.findByRole("region", { name: /three steps/ })).toHaveTextContent("1 of 3");
});

it("leads from all cameras beside each other to one, and back by a key", async () => {
  const { user } = openPage("/");
  await screen.findByRole("img", { name: /^Live picture of Kitchen/ });
  await user.keyboard("g");
  const grid = await screen.findByRole("list", { name: "Your cameras" });
  expect(location.search).toContain("grid");
  await user.click(await within(grid).findByRole("link", { name: /Garden/ }));
  expect(await screen.findByRole("img", { name: /^Live picture of Garden/ })).toBeVisible();
  expect(location.search).toContain(OTHER_ID);
  await user.click(screen.getByRole("link", { name: "All cameras" }));
  expect(await screen.findByRole("list", { name: "Your cameras" })).toBeVisible();
  expect(location.search).not.toContain(CAMERA_ID);
});
