/**
 * Has the browser take our service worker, once the page is there: it shows what is pushed, and a page of its own when
 * nothing can be reached. Where there is none (plain http, private windows) the page works without it.
 */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const register = () => {
    navigator.serviceWorker.register("/worker.js").catch((error: unknown) => {
      console.warn("no service worker: nothing is pushed, and there is no offline page", error);
    });
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
