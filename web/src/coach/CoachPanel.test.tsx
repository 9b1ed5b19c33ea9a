import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { openPage } from "../test/openPage";
import { aDay, anEvent } from "../test/samples";
import { refusal, server } from "../test/server";

const AT = Date.parse("2025-10-24T10:30:00.000Z");

type Question = { question: string; context: { events: unknown[]; metrics: Record<string, unknown> } };

let asked: Question[];
let write: ReadableStreamDefaultController<Uint8Array>;

beforeEach(() => {
  asked = [];
  server.use(
    http.get("/api/events/recent", () => HttpResponse.json({ items: [anEvent()], nextCursor: null })),
    http.get("/api/analytics/daily", () => HttpResponse.json({ items: [aDay({ barks: 12 })] })),
    http.post("/coach/chat", async ({ request }) => {
      asked.push((await request.json()) as Question);
      return HttpResponse.json({ answer: "Twelve barks so far.", relevantTimestamps: [AT] });
    }),
  );
});

async function openCoach() {
  const page = openPage("/settings");
  await screen.findByRole("heading", { name: "Settings" });
  await page.user.keyboard("a");
  const field = await screen.findByRole("textbox", { name: "Your question" });
  return { ...page, field };
}

const say = (text: string) => write.enqueue(new TextEncoder().encode(text));

describe("the coach", () => {
  it("answers a question with what the page knows, and leads to the moments", async () => {
    const { user, field } = await openCoach();
    expect(field).toHaveFocus();
    await user.type(field, "How often did she bark?{Enter}");
    expect(await screen.findByText("Twelve barks so far.")).toBeVisible();
    expect(asked).toMatchObject([
      { question: "How often did she bark?", context: { metrics: { barks: 12 } } },
    ]);
    const moments = within(screen.getByRole("list", { name: "Moments of this answer" }));
    expect(moments.getByRole("link")).toHaveAttribute(
      "href",
      `/?at=${encodeURIComponent(new Date(AT).toISOString())}`,
    );
  });

  it("shows an answer while it comes, and what was checked at its end", async () => {
    server.use(
      http.post(
        "/coach/chat",
        () =>
          new HttpResponse(
            new ReadableStream<Uint8Array>({ start: (controller) => void (write = controller) }),
            {
              headers: { "Content-Type": "text/event-stream" },
            },
          ),
      ),
    );
    const { user } = await openCoach();
    await user.click(screen.getByRole("button", { name: "How was today?" }));
    expect(await screen.findByText("Thinking…")).toBeVisible();
    await waitFor(() => expect(write).toBeDefined());
    say('event: sentence\ndata: {"text":"Calm."}\n\nevent: sentence\ndata: {"text":"Mostly."}\n\n');
    expect(await screen.findByText("Calm. Mostly.")).toBeVisible();
    say(`event: answer\ndata: {"answer":"Calm.","relevantTimestamps":[${AT}]}\n\n`);
    write.close();
    expect(await screen.findByText("Calm.")).toBeVisible();
    expect(await screen.findByRole("list", { name: "Moments of this answer" })).toBeVisible();
  });

  it.each([
    [404, "NOT_FOUND"],
    [503, "COACH_UNAVAILABLE"],
  ])("is calmly away at %d, and can be asked again", async (status, code) => {
    server.use(http.post("/coach/chat", () => refusal(status, code, "away"), { once: true }));
    const { user } = await openCoach();
    await user.click(screen.getByRole("button", { name: "How was today?" }));
    expect(await screen.findByText(/^The coach is away right now/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Ask again" }));
    expect(await screen.findByText("Twelve barks so far.")).toBeVisible();
  });

  it("that says nonsense is told of, not shown", async () => {
    server.use(http.post("/coach/chat", () => HttpResponse.json({ reply: 42 })));
    const { user } = await openCoach();
    await user.click(screen.getByRole("button", { name: "How was today?" }));
    expect(await screen.findByText(/^The coach is away right now/)).toBeVisible();
  });

  it("sums up the day", async () => {
    server.use(
      http.post("/coach/summary", () =>
        HttpResponse.json({
          summary: "A calm day.",
          wins: ["Lay down by itself"],
          setbacks: [],
          suggestions: ["Praise it"],
          highlightClips: ["c1"],
        }),
      ),
    );
    const { user } = await openCoach();
    await user.click(screen.getByRole("button", { name: "Sum up today" }));
    expect(await screen.findByText("A calm day.")).toBeVisible();
    expect(screen.getByText("Lay down by itself")).toBeVisible();
    expect(screen.queryByText("Went less well")).toBeNull();
    expect(screen.getByRole("link", { name: "Clip 1" })).toHaveAttribute("href", "/gallery?clip=c1");
  });

  it("goes at Escape, and the focus is where it was", async () => {
    const { user } = await openCoach();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Your question" })).toBeNull());
  });
});
