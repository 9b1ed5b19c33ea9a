import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { openPage } from "../test/openPage";
import { aCamera } from "../test/samples";
import { server } from "../test/server";

beforeEach(() => {
  const none = () => HttpResponse.json({ items: [], nextCursor: null });
  server.use(
    ...["/api/clips", "/api/snapshots", "/clipper/jobs"].map((path) => http.get(path, none)),
    http.get("/api/cameras", () =>
      HttpResponse.json({ items: [aCamera({ name: "Garden" })], nextCursor: null }),
    ),
  );
});

async function openPalette() {
  const page = openPage("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await page.user.keyboard("{Control>}k{/Control}");
  return { ...page, field: await screen.findByRole("combobox", { name: "Find anything" }) };
}

const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);

describe("the command palette", () => {
  it("finds what is typed, and does it at Enter", async () => {
    const { user, field } = await openPalette();
    await user.type(field, "an");
    expect(options()).toEqual(["Go to Analytics3"]);
    expect(field).toHaveAttribute("aria-activedescendant", screen.getByRole("option").id);
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "Analytics" })).toBeVisible();
    expect(screen.queryByRole("combobox", { name: "Find anything" })).toBeNull();
  });

  it("finds cameras, and moves by the arrow keys in a circle", async () => {
    const { user, field } = await openPalette();
    await user.type(field, "g");
    await waitFor(() => expect(options()).toContain("Watch Garden"));
    await user.keyboard("{ArrowUp}");
    expect(screen.getByRole("option", { selected: true })).toHaveTextContent("Watch Garden");
  });

  it("offers only what can be done in this view, and says when nothing is found", async () => {
    const { user, field } = await openPalette();
    await user.type(field, "snap");
    expect(options()).toEqual([]);
    expect(screen.getByText("Nothing can be done by that name.")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("combobox", { name: "Find anything" })).toBeNull());
  });
});

describe("the digits", () => {
  it("lead to the views", async () => {
    const { user } = openPage("/settings");
    await screen.findByRole("heading", { name: "Settings" });
    await user.keyboard("2");
    await waitFor(() => expect(location.pathname).toBe("/gallery"));
  });
});
