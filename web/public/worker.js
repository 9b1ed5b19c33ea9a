// Pawsight's service worker: it shows what is pushed to this browser, and a page of its own where a view of ours can't be
// had. It keeps nothing else: no answer of the API, no script, no picture. So a new build is there with the next page.
// (docs/decisions/0040)

const CACHE = "pawsight-offline-1";
const OFFLINE = "/offline.html";
/** What is not a view of ours: the browser fetches it as if there were no worker. */
const NOT_A_VIEW = /^\/(api|media|share|clipper|coach|vision|audio|metrics|healthz|readyz)(\/|$)/;

self.addEventListener("install", (event) => {
  // Fetched anew, whatever the browser's own cache holds.
  const kept = caches.open(CACHE).then((cache) => cache.add(new Request(OFFLINE, { cache: "reload" })));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidied = caches
    .keys()
    .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(tidied.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || NOT_A_VIEW.test(new URL(request.url).pathname)) return;
  event.respondWith(
    fetch(request).catch(async (error) => {
      const offline = await caches.match(OFFLINE);
      if (offline) return offline;
      throw error;
    }),
  );
});

self.addEventListener("push", (event) => {
  const { text, url, id } = read(event.data);
  // A browser takes the permission away from a worker that is pushed something and shows nothing.
  event.waitUntil(
    self.registration.showNotification("Pawsight", {
      body: text,
      tag: id,
      icon: "/icon-192.png",
      data: { url },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/"));
});

/** What is pushed: `{id, text, createdAt, cameraId}` among others. What can't be read is told all the same. */
function read(data) {
  try {
    const { id, text, createdAt, cameraId } = data.json();
    return {
      id: typeof id === "string" ? id : undefined,
      text: typeof text === "string" ? text : "There is news.",
      url: momentOf(cameraId, createdAt),
    };
  } catch {
    return { id: undefined, text: "There is news.", url: "/" };
  }
}

/** The view of the moment that it is about: of a camera then, else the live picture. */
function momentOf(cameraId, at) {
  if (typeof cameraId !== "string" || typeof at !== "string") return "/";
  return `/?${new URLSearchParams({ camera: cameraId, at }).toString()}`;
}

/** Shows a view of ours: in a window that is open already, else in a new one. */
async function open(url) {
  const target = new URL(url, self.location.origin);
  if (target.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // A page on which a phone is a camera goes on being one.
  const free = windows.find((one) => new URL(one.url).pathname !== "/camera");
  if (!free) {
    await self.clients.openWindow(target.href);
    return;
  }
  await free.focus();
  // A window that this worker does not serve yet can't be led anywhere.
  await free.navigate(target.href).catch(() => self.clients.openWindow(target.href));
}
