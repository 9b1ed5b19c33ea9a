import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";

export type PushBrowser = components["schemas"]["PushSubscriptionInfo"];

/** Whether this browser takes what is pushed, or why it can't. */
export type PushState = "on" | "off" | "denied" | "insecure" | "unsupported";

/** Which of the browsers in the list this one is; the list does not tell, as it knows no browser by its name. */
const THIS_BROWSER = "pawsight:push";

export const pushBrowsersQuery = queryOptions({
  queryKey: ["receivers", "push"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/notifications/push", { signal })).items,
  meta: { quiet: true },
});

export const isThisBrowser = ({ id }: PushBrowser): boolean => localStorage.getItem(THIS_BROWSER) === id;

/** How it is with this browser; nothing tells when it changes elsewhere. */
export const thisBrowserQuery = queryOptions({
  queryKey: ["receivers", "this"],
  queryFn: pushState,
  staleTime: 0,
  meta: { quiet: true },
});

async function pushState(): Promise<PushState> {
  if (!isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return "unsupported";
  }
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ? "on" : "off";
}

/** Has this browser told, or no more. The permission is asked for here, so call it at a click. */
export function useThisBrowser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (told: boolean) => (told ? subscribe() : unsubscribe()),
    onSettled: () => queries.invalidateQueries({ queryKey: ["receivers"] }),
    meta: { quiet: true },
  });
}

/** The person, or the browser, does not let us. */
export class PushRefused extends Error {
  override readonly name = "PushRefused";
}

async function subscribe(): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new PushRefused("This browser may not show notifications. Allow it in the browser's settings.");
  }
  const { publicKey } = bodyOf(await api.GET("/api/notifications/push/key"));
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  const subscription = await pushManager.subscribe(options).catch(async (error: unknown) => {
    // It has one for another key: this system was set up anew.
    const old = await pushManager.getSubscription();
    if (!old) throw new PushRefused("The browser's push service can't be reached.", { cause: error });
    await old.unsubscribe();
    return pushManager.subscribe(options);
  });
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) {
    throw new PushRefused("The browser gave no keys to write to it with.");
  }
  const { id } = bodyOf(
    await api.POST("/api/notifications/push", { body: { endpoint, keys: { p256dh, auth } } }),
  );
  localStorage.setItem(THIS_BROWSER, id);
}

async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  const id = localStorage.getItem(THIS_BROWSER);
  // The browser first: whatever becomes of the rest, nothing more is shown here.
  await subscription?.unsubscribe();
  localStorage.removeItem(THIS_BROWSER);
  if (id !== null) await removeBrowser(id);
}

export async function removeBrowser(id: string): Promise<void> {
  const path = { subscription_id: id };
  await api.DELETE("/api/notifications/push/{subscription_id}", { params: { path }, keepalive: true });
}
