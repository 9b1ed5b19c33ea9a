import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openPage } from "../test/openPage";
import { refusal, server } from "../test/server";
import type { PushBrowser } from "./push";
import type { Webhook } from "./useWebhooks";

const aWebhook = (change: Partial<Webhook> = {}): Webhook => ({
  id: "0199e1b2-0000-7000-8000-0000000000f1",
  url: "https://example.org/hooks/dog",
  enabled: true,
  lastError: null,
  lastTriedAt: null,
  createdAt: "2025-10-24T10:00:00.000Z",
  ...change,
});

/** A browser's push service, and the permission that a person gives it. */
function fakePush(permission: NotificationPermission, answer: NotificationPermission = permission) {
  let subscription: PushSubscription | null = null;
  const unsubscribe = vi.fn(() => ((subscription = null), Promise.resolve(true)));
  const made = {
    toJSON: () => ({ endpoint: "https://push.example.org/x", keys: { p256dh: "BEl6", auth: "aGk" } }),
    unsubscribe,
  } as unknown as PushSubscription;
  const subscribe = vi.fn(() => ((subscription = made), Promise.resolve(made)));
  const pushManager = { subscribe, getSubscription: () => Promise.resolve(subscription) };
  const registration = { pushManager };
  const requestPermission = vi.fn(() => ((notification.permission = answer), Promise.resolve(answer)));
  const notification = { permission, requestPermission };
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("Notification", notification);
  vi.stubGlobal("PushManager", pushManager);
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: { ready: Promise.resolve(registration), getRegistration: () => Promise.resolve(registration) },
  });
  return { subscribe, requestPermission, unsubscribe };
}

let webhooks: Webhook[];
let browsers: PushBrowser[];
let sent: unknown[];
beforeEach(() => {
  webhooks = [];
  browsers = [];
  sent = [];
  server.use(
    http.get("/api/notifications/push", () => HttpResponse.json({ items: browsers, nextCursor: null })),
    http.get("/api/notifications/push/key", () => HttpResponse.json({ publicKey: "BKey" })),
    http.post("/api/notifications/push", async ({ request }) => {
      sent.push(await request.json());
      browsers = [{ id: "b1", service: "push.example.org", createdAt: "2025-10-24T10:00:00.000Z" }];
      return HttpResponse.json(browsers[0], { status: 201 });
    }),
    http.delete("/api/notifications/push/:id", ({ params }) => {
      sent.push(params.id);
      browsers = [];
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("/api/notifications/webhooks", () => HttpResponse.json({ items: webhooks, nextCursor: null })),
    http.post("/api/notifications/webhooks", async ({ request }) => {
      const { url } = (await request.json()) as { url: string };
      webhooks = [aWebhook({ url })];
      return HttpResponse.json({ ...webhooks[0], secret: "b0c9-secret" }, { status: 201 });
    }),
    http.delete("/api/notifications/webhooks/:id", ({ params }) => {
      sent.push(params.id);
      webhooks = [];
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("/api/notifications/test", () => {
      sent.push("trial");
      return new HttpResponse(null, { status: 202 });
    }),
  );
});
afterEach(() => {
  localStorage.clear();
  Reflect.deleteProperty(navigator, "serviceWorker");
});

describe("this browser", () => {
  it("is told from a click on: the permission is asked for then, and not before", async () => {
    const push = fakePush("default", "granted");
    const { user } = openPage("/settings/notifications");
    const toggle = await screen.findByRole("switch", { name: "Tell this browser" });
    expect(push.requestPermission).not.toHaveBeenCalled();
    await user.click(toggle);
    expect(await screen.findByText("It is told.")).toBeVisible();
    expect(push.subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: "BKey" });
    expect(sent).toEqual([{ endpoint: "https://push.example.org/x", keys: { p256dh: "BEl6", auth: "aGk" } }]);
    expect(await screen.findByRole("list", { name: "Browsers that are told" })).toHaveTextContent(
      "This browser",
    );

    await user.click(screen.getByRole("switch", { name: "Tell this browser" }));
    expect(await screen.findByText("It is not told.")).toBeVisible();
    expect(push.unsubscribe).toHaveBeenCalled();
    expect(sent.at(-1)).toBe("b1");
  });

  it("stays as it is when the person says no", async () => {
    const push = fakePush("default", "denied");
    const { user } = openPage("/settings/notifications");
    await user.click(await screen.findByRole("switch", { name: "Tell this browser" }));
    expect(await screen.findByText(/may not show notifications\. Allow it/)).toBeVisible();
    expect(push.subscribe).not.toHaveBeenCalled();
    expect(sent).toEqual([]);
  });

  it("says why it can't be told on a page that came over plain http", async () => {
    vi.stubGlobal("isSecureContext", false);
    openPage("/settings/notifications");
    expect(await screen.findByText(/only from pages that come over https/)).toBeVisible();
    expect(screen.queryByRole("switch")).toBeNull();
  });
});

describe("webhooks", () => {
  it("are added by their address, and their secret is shown once", async () => {
    fakePush("granted");
    const { user } = openPage("/settings/notifications");
    await user.click(await screen.findByRole("button", { name: "Add a webhook" }));
    await user.type(screen.getByRole("textbox", { name: "Address" }), "https://example.org/hooks/new");
    await user.click(screen.getByRole("button", { name: "Add" }));
    const secret = await screen.findByRole("dialog", { name: "The secret of example.org" });
    expect(secret).toHaveTextContent("b0c9-secret");
    await user.click(within(secret).getByRole("button", { name: "I have it" }));
    expect(await screen.findByText("https://example.org/hooks/new")).toBeVisible();
    expect(screen.queryByText("b0c9-secret")).toBeNull();
  });

  it("say why an address is refused", async () => {
    fakePush("granted");
    server.use(
      http.post("/api/notifications/webhooks", () =>
        refusal(400, "ADDRESS_REFUSED", "We may not send there"),
      ),
    );
    const { user } = openPage("/settings/notifications");
    await user.click(await screen.findByRole("button", { name: "Add a webhook" }));
    await user.type(screen.getByRole("textbox", { name: "Address" }), "https://10.0.0.1/x");
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText("We may not send there")).toBeVisible();
  });

  it("tell what did not arrive, can be tried, and go after a question, with a way back", async () => {
    fakePush("granted");
    webhooks = [aWebhook({ lastError: "it answered 500", lastTriedAt: new Date().toISOString() })];
    const { user } = openPage("/settings/notifications");
    expect(await screen.findByText("Did not arrive just now: it answered 500.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send a trial" }));
    await waitFor(() => expect(sent).toEqual(["trial"]));
    await user.click(screen.getByRole("button", { name: "Delete example.org" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText("https://example.org/hooks/dog")).toBeVisible();
    expect(sent).toEqual(["trial"]);
  });
});
