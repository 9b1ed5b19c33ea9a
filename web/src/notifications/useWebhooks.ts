import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";
import { useRemoval } from "../ui/useRemoval";
import { pushBrowsersQuery, removeBrowser, type PushBrowser } from "./push";

type Schemas = components["schemas"];
export type Webhook = Schemas["WebhookInfo"];
export type MadeWebhook = Schemas["MadeWebhook"];

/** How deliveries go is told by nobody, so the page asks. */
const ASK_AGAIN_MS = 5_000;

export const webhooksQuery = queryOptions({
  queryKey: ["receivers", "webhooks"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/notifications/webhooks", { signal })).items,
  refetchInterval: ASK_AGAIN_MS,
  meta: { quiet: true },
});

/** Has a URL told; the answer has its secret, this one time. */
export function useAddWebhook() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (url: string) =>
      bodyOf(await api.POST("/api/notifications/webhooks", { body: { url } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
}

/** Switches a webhook off or on. */
export function useSwitchWebhook({ id }: Webhook) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (enabled: boolean) =>
      bodyOf(
        await api.PATCH("/api/notifications/webhooks/{webhook_id}", {
          params: { path: { webhook_id: id } },
          body: { enabled },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
}

/** Sends a trial to every webhook and browser. */
export function useSendTrial() {
  return useMutation({
    mutationFn: () => api.POST("/api/notifications/test"),
    onSuccess: () => toast("A trial is on its way to all of them. What does not arrive is told here."),
  });
}

/** Removes webhooks with a way back. */
export function useWebhookRemoval() {
  const queries = useQueryClient();
  return useRemoval<Webhook>({
    nameOf: ({ url }) => hostOf(url),
    remove: async ({ id }) => {
      const path = { webhook_id: id };
      await api.DELETE("/api/notifications/webhooks/{webhook_id}", { params: { path }, keepalive: true });
      await queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    },
  });
}

/** Removes other browsers with a way back. */
export function useBrowserRemoval() {
  const queries = useQueryClient();
  return useRemoval<PushBrowser>({
    nameOf: () => "The browser",
    remove: async ({ id }) => {
      await removeBrowser(id);
      await queries.invalidateQueries({ queryKey: pushBrowsersQuery.queryKey });
    },
  });
}

/** Where a URL leads; the rest of it may be a secret. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
