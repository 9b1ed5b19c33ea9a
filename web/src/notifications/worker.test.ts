import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it, vi } from "vitest";

/** As it is served: no build stands between this file and the browser. */
const SOURCE = readFileSync(resolve("public/worker.js"), "utf8");

type Listener = (event: Record<string, unknown>) => void;

/** The worker's world, whose browser is the test. */
function startWorker({ isOnline = true } = {}) {
  const listeners = new Map<string, Listener>();
  const kept = new Map([["pawsight-offline-0", "an older page"]]);
  const offline = new Response("offline page");
  const clients = {
    claim: vi.fn(),
    openWindow: vi.fn(() => Promise.resolve()),
    matchAll: vi.fn(() => Promise.resolve<unknown[]>([])),
  };
  const registration = { showNotification: vi.fn(() => Promise.resolve()) };
  const self = {
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
    skipWaiting: vi.fn(),
    location: { origin: "https://dog.example" },
    clients,
    registration,
  };
  const caches = {
    open: (name: string) => Promise.resolve({ add: () => kept.set(name, "offline page") }),
    keys: () => Promise.resolve([...kept.keys()]),
    delete: (name: string) => Promise.resolve(kept.delete(name)),
    match: () => Promise.resolve(offline),
  };
  const fetch = vi.fn(() =>
    isOnline ? Promise.resolve("answer") : Promise.reject(new TypeError("offline")),
  );
  const request = class {
    constructor(readonly url: string) {}
  };
  // The file is ours, and this is how a browser runs it.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function("self", "caches", "fetch", "Request", SOURCE)(self, caches, fetch, request);

  const happens = async (type: string, event: Record<string, unknown> = {}) => {
    const waits: unknown[] = [];
    const answers: unknown[] = [];
    listeners.get(type)?.({
      ...event,
      waitUntil: (what: unknown) => waits.push(what),
      respondWith: (what: unknown) => answers.push(what),
    });
    await Promise.all(waits);
    return Promise.all(answers);
  };
  const pushed = async (data: unknown) => {
    await happens("push", { data });
    return registration.showNotification.mock.calls.at(-1) as unknown[] | undefined;
  };
  return { happens, pushed, kept, clients, self, fetch, offline };
}

const asks = (path: string, mode = "navigate") => ({ request: { url: `https://dog.example${path}`, mode } });
const CAMERA = "0199e1b2-0000-7000-8000-000000000001";
const NEWS = { id: "n1", text: "Time for a walk", createdAt: "2025-10-24T10:30:00.000Z", cameraId: CAMERA };

describe("the service worker", () => {
  it("keeps its offline page alone, and takes over at once from the one before", async () => {
    const worker = startWorker();
    await worker.happens("install");
    expect(worker.self.skipWaiting).toHaveBeenCalled();
    await worker.happens("activate");
    expect([...worker.kept.keys()]).toEqual(["pawsight-offline-1"]);
    expect(worker.clients.claim).toHaveBeenCalled();
  });

  it("asks the server for each view, and shows its own page when nobody answers", async () => {
    expect(await startWorker().happens("fetch", asks("/gallery"))).toEqual(["answer"]);
    const worker = startWorker({ isOnline: false });
    expect(await worker.happens("fetch", asks("/settings/models"))).toEqual([worker.offline]);
  });

  it.each([
    ["an answer of the API", asks("/api/cameras", "cors")],
    ["a script", asks("/assets/index-abc.js", "no-cors")],
    ["a download", asks("/media/clips/c1/clip.mp4")],
    ["a shared moment", asks("/share/abc")],
  ])("does not come between the page and %s", async (_what, event) => {
    const worker = startWorker({ isOnline: false });
    expect(await worker.happens("fetch", event)).toEqual([]);
    expect(worker.fetch).not.toHaveBeenCalled();
  });

  it("shows what is pushed, and leads to the moment", async () => {
    const worker = startWorker();
    const shown = await worker.pushed({ json: () => NEWS });
    expect(shown).toEqual(["Pawsight", expect.objectContaining({ body: "Time for a walk", tag: "n1" })]);
    const notification = { close: vi.fn(), data: (shown?.[1] as { data: unknown }).data };
    await worker.happens("notificationclick", { notification });
    expect(notification.close).toHaveBeenCalled();
    expect(worker.clients.openWindow).toHaveBeenCalledWith(
      `https://dog.example/?camera=${CAMERA}&at=2025-10-24T10%3A30%3A00.000Z`,
    );
  });

  it("leads a window that is open already, but not one in which a phone is a camera", async () => {
    const worker = startWorker();
    const aWindow = (path: string) => ({
      url: `https://dog.example${path}`,
      focus: vi.fn(() => Promise.resolve()),
      navigate: vi.fn(() => Promise.resolve()),
    });
    const [camera, gallery] = [aWindow("/camera?id=x"), aWindow("/gallery")];
    worker.clients.matchAll.mockResolvedValue([camera, gallery]);
    await worker.happens("notificationclick", { notification: { close: vi.fn(), data: { url: "/" } } });
    expect(gallery.navigate).toHaveBeenCalledWith("https://dog.example/");
    expect(camera.navigate).not.toHaveBeenCalled();
    expect(worker.clients.openWindow).not.toHaveBeenCalled();
  });

  it("never leads to another site, and tells of what it can't read", async () => {
    const worker = startWorker();
    const shown = await worker.pushed({
      json: () => {
        throw new SyntaxError("not JSON");
      },
    });
    expect(shown).toEqual([
      "Pawsight",
      expect.objectContaining({ body: "There is news.", data: { url: "/" } }),
    ]);
    const data = { url: "//elsewhere.example/" };
    await worker.happens("notificationclick", { notification: { close: vi.fn(), data } });
    expect(worker.clients.openWindow).not.toHaveBeenCalled();
  });
});
