import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredDay } from "../api/client";
import type { Event } from "../api/messages";
import { openPage } from "../test/openPage";
import { aCamera, aDay, anEvent, CAMERA_ID } from "../test/samples";
import { refusal, server } from "../test/server";
import { addDays, dateAt } from "./calendar";

const ZONE = "Europe/Berlin";
const TODAY = dateAt(Date.now(), ZONE);
const HERE = "Pacific/Auckland";

let days: StoredDay[];
let events: Event[];
let asked: URLSearchParams[];
let zone: string;

beforeEach(() => {
  localStorage.clear();
  [events, asked, zone] = [[], [], ZONE];
  days = Array.from({ length: 10 }, (_, ago) => aDay({ date: addDays(TODAY, ago - 9), barks: 10 + ago }));
  const range = { from: TODAY, to: TODAY, timeZone: ZONE };
  const trends = { barks: 0.5 };
  server.use(
    http.get("/api/cameras", () => HttpResponse.json({ items: [aCamera()], nextCursor: null })),
    http.get("/api/auth/time-zone", () => HttpResponse.json({ timeZone: zone })),
    http.put("/api/auth/time-zone", async ({ request }) => {
      zone = ((await request.json()) as { timeZone: string }).timeZone;
      return HttpResponse.json({ timeZone: zone });
    }),
    http.get("/api/analytics/daily", () => HttpResponse.json({ ...range, items: days })),
    http.get("/api/analytics/summary", () => HttpResponse.json({ ...range, trends })),
    http.get("/api/analytics/activity", () =>
      HttpResponse.json({
        ...range,
        items: [{ weekday: 1, hour: 7, days: 3, events: 48, inFrameMin: 61.5 }],
      }),
    ),
    http.get("/api/analytics/heatmap", () =>
      HttpResponse.json({
        columns: 3,
        rows: 3,
        cells: [
          [0, 0, 0],
          [0, 0, 0],
          [7, 1, 0],
        ],
      }),
    ),
    http.get("/api/events", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: events, nextCursor: null });
    }),
  );
});

const barks = () => screen.findByLabelText(/^Barks by day/);

describe("the analytics", () => {
  it("begin with the day in one sentence", async () => {
    openPage("/analytics?range=7");
    expect(
      await screen.findByText(/^Today so far: in view for 6 h 52 min, calm for 4 h 23 min and 19 barks\./),
    ).toHaveTextContent("That is more barking than on most whole days.");
  });

  it("lead from a figure of today to its events, each of which can be opened", async () => {
    events = [anEvent({ type: "bark" })];
    const { user } = openPage("/analytics?range=7");
    await user.click(await screen.findByText("usually 12 to 16 a day"));
    const list = await screen.findByRole("list", { name: "Moments, newest first" });
    expect(asked[0]?.get("type")).toBe("bark");
    const [from, to] = ["from", "to"].map((end) => Date.parse(asked[0]?.get(end) ?? ""));
    expect([dateAt(from!, ZONE), dateAt(from! - 1, ZONE)]).toEqual([TODAY, addDays(TODAY, -1)]);
    expect(dateAt(to!, ZONE)).toBe(addDays(TODAY, 1));
    await user.click(within(list).getByRole("button", { name: /^Barked/ }));
    const watch = await screen.findByRole("link", { name: "Watch it" });
    expect(watch).toHaveAttribute("href", expect.stringContaining(CAMERA_ID));
  });

  it("say how the week was beside the one before", async () => {
    openPage("/analytics?range=7");
    expect(await screen.findByText("last week 50 % more than the week before")).toBeVisible();
  });

  it("say that they show a run, and go back to what was told live", async () => {
    let runId: string | null = "0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11";
    const times = { from: "2026-05-01T00:00:00.000Z", to: "2026-05-02T00:00:00.000Z" };
    server.use(
      http.get("/api/analytics/source", () =>
        HttpResponse.json({ runId, ...times, models: { detector: "garden@2" }, counted: false }),
      ),
      http.put("/api/analytics/source", async ({ request }) => {
        ({ runId } = (await request.json()) as { runId: string | null });
        return HttpResponse.json({ runId, counted: true });
      }),
    );
    const { user } = openPage("/analytics?range=7");
    const shown = await screen.findByRole("region", { name: "Shown run" });
    expect(shown).toHaveTextContent("batch run with garden@2, not by what was told live");
    expect(shown).toHaveTextContent("still being counted");
    await user.click(within(shown).getByRole("button", { name: "Show what was told live" }));
    await waitFor(() => expect(shown).not.toBeInTheDocument());
  });

  it("choose a day by the arrow keys, in all charts at once", async () => {
    const { user } = openPage("/analytics?range=7");
    const chart = await barks();
    const bars = within(chart).getAllByRole("button");
    expect(bars).toHaveLength(7);
    expect(bars.filter((bar) => bar.tabIndex === 0)).toEqual([bars.at(-1)]);
    bars.at(-1)!.focus();
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(within(chart).getAllByRole("button", { pressed: true })).toEqual([bars.at(-3)]);
    expect(bars.at(-3)).toHaveFocus();
    const calm = screen.getByLabelText(/^Calm by day/);
    expect(within(calm).getAllByRole("button").at(-3)).toHaveAttribute("aria-pressed", "true");
  });

  it("show another figure in the same chart", async () => {
    const { user } = openPage("/analytics?range=7");
    await barks();
    await user.click(screen.getByText("Whines"));
    expect(screen.getByLabelText(/^Whines by day/)).toBeVisible();
  });

  it("show more days when that is asked for, and keep it in the address", async () => {
    const { user } = openPage("/analytics?range=7");
    await barks();
    await user.click(screen.getByText("90 days"));
    await waitFor(async () => expect(within(await barks()).getAllByRole("button")).toHaveLength(90));
    expect(location.search).toBe("?range=90");
  });

  it("tell the busiest hour, and lead to the last such", async () => {
    const { user } = openPage("/analytics?range=7");
    expect(
      await screen.findByText(/^Monday 07:00 to 08:00: 16 events and 21 min in view a day$/),
    ).toBeVisible();
    await user.click(screen.getByText("Show the last such hour"));
    await waitFor(() => expect(asked).toHaveLength(1));
    const from = new Date(asked[0]?.get("from") ?? "");
    expect(from.toLocaleString("en-GB", { timeZone: ZONE, weekday: "long", hour: "2-digit" })).toMatch(
      /Monday.*07/,
    );
    expect(from.getTime()).toBeLessThan(Date.now());
  });

  it("tell where it happened in words too", async () => {
    openPage("/analytics?range=7");
    expect(
      await screen.findByLabelText("Map of Kitchen. 8 events, most often at the bottom left of the picture."),
    ).toBeVisible();
  });

  it("give the days as files", async () => {
    openPage("/analytics?range=7");
    const link = (await screen.findByText("CSV")).closest("a")!;
    expect(link.getAttribute("href")).toBe(
      `/api/analytics/export?format=csv&from=${addDays(TODAY, -6)}&to=${TODAY}`,
    );
  });

  it("say what will be here while no day was counted", async () => {
    days = [];
    openPage("/analytics?range=7");
    expect(await screen.findByText("No day was counted yet")).toBeVisible();
  });

  it("can be tried again when they do not come", async () => {
    server.use(
      http.get("/api/analytics/daily", () => refusal(503, "DATABASE_UNAVAILABLE", "away"), { once: true }),
    );
    const { user } = openPage("/analytics?range=7");
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await barks()).toBeVisible();
  });
});

describe("the time zone", () => {
  beforeEach(() => {
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({
      timeZone: HERE,
    } as Intl.ResolvedDateTimeFormatOptions);
  });

  it("is asked for once where nobody has chosen, and taken from this device", async () => {
    zone = "UTC";
    const { user } = openPage("/analytics?range=7");
    await user.click(await screen.findByRole("button", { name: "Use Auckland (Pacific)" }));
    await waitFor(() => expect(zone).toBe(HERE));
    await waitFor(() => expect(screen.queryByText(/Your days begin at midnight UTC/)).toBeNull());
  });

  it("stays UTC when that is wanted, and is not asked for again", async () => {
    zone = "UTC";
    const first = openPage("/analytics?range=7");
    await first.user.click(await screen.findByRole("button", { name: "Keep UTC" }));
    expect(screen.queryByText(/Your days begin at midnight UTC/)).toBeNull();
    first.unmount();
    openPage("/analytics?range=7");
    await barks();
    expect(screen.queryByText(/Your days begin at midnight UTC/)).toBeNull();
    expect(zone).toBe("UTC");
  });

  it("is not asked for where one was chosen", async () => {
    openPage("/analytics?range=7");
    await barks();
    expect(screen.queryByRole("button", { name: /^Use Auckland/ })).toBeNull();
  });

  it("is seen and changed in the settings", async () => {
    const { user } = openPage("/settings");
    await screen.findByText("Berlin (Europe)");
    await user.click(screen.getByText("Change time zone"));
    const field = screen.getByLabelText("Time zone", { selector: "select" });
    expect(field).toHaveValue(ZONE);
    await user.selectOptions(field, "Asia/Tokyo");
    expect(await screen.findByText("Your days are counted by the clock of Tokyo (Asia).")).toBeVisible();
    expect(zone).toBe("Asia/Tokyo");
    expect(screen.getByText("Tokyo (Asia)")).toBeVisible();
  });
});
