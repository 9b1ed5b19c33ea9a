import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { expect, it } from "vitest";
import type { components } from "../api/schema";
import { openPage } from "../test/openPage";
import { CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";

const STORAGE: components["schemas"]["Storage"] = {
  cameras: [
    {
      cameraId: CAMERA_ID,
      name: "Kitchen",
      recordedBytes: 2_000_000_000,
      clipBytes: 48_000_000,
      snapshotBytes: 900_000,
      since: "2025-10-20T10:00:00.000Z",
      until: "2025-10-24T10:00:00.000Z",
    },
    {
      cameraId: null,
      name: null,
      recordedBytes: 0,
      clipBytes: 1_000_000,
      snapshotBytes: 0,
      since: null,
      until: null,
    },
  ],
  retention: { days: 7, cameraBytes: 10_000_000_000 },
  disk: { totalBytes: 500_000_000_000, freeBytes: 120_000_000_000 },
};

it("tells what each camera takes, how long it stays, and what is left", async () => {
  server.use(http.get("/api/storage", () => HttpResponse.json(STORAGE)));
  openPage("/settings/storage");
  expect(await screen.findByText("2.0 GB are kept, 120 GB are free.")).toBeVisible();
  expect(screen.getByText(/stay for 7 days, and up to 10.0 GB a camera/)).toBeVisible();
  const [kitchen, gone] = within(screen.getByRole("list", { name: "What is kept, by camera" })).getAllByRole(
    "listitem",
  );
  expect(kitchen).toHaveTextContent("Clips 48.0 MB · Snapshots 900 kB");
  expect(within(kitchen!).getByRole("meter")).toHaveAttribute("value", "2000000000");
  expect(gone).toHaveTextContent("Cameras that are gone");
  expect(gone).not.toHaveTextContent("Recordings");
});

it("says what is wrong, and tries again when asked", async () => {
  server.use(
    http.get("/api/storage", () => refusal(403, "SCOPE_MISSING", "This token lacks the scope `read`"), {
      once: true,
    }),
  );
  server.use(http.get("/api/storage", () => HttpResponse.json({ ...STORAGE, disk: null })));
  server.use(
    http.get("/api/storage", () => refusal(403, "SCOPE_MISSING", "This token lacks the scope `read`"), {
      once: true,
    }),
  );
  const { user } = openPage("/settings/storage");
  expect(await screen.findByText("This token lacks the scope `read`")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("2.0 GB are kept.")).toBeVisible();
});
