import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { inWords } from "../api/errors";
import { fullTime, timeInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Problem } from "../ui/Problem";
import { useNow } from "../ui/useNow";
import { askForNotifications, notificationsQuery, type Notification } from "./queries";

/** What there is to tell, newest first; what was seen is read when it is closed. */
export function News({ onClose }: { readonly onClose: () => void }) {
  const news = useInfiniteQuery(notificationsQuery);
  const readAll = useReadAll();
  const all = news.data?.pages.flatMap(({ items }) => items);
  const now = useNow(30_000);
  const newest = all?.find(({ readAt }) => readAt === null);
  return (
    <Dialog
      title="News"
      open
      onOpenChange={(open) => {
        if (open) return;
        // What is on the page when it is closed was seen; what came since was not.
        if (newest) readAll.mutate(newest.createdAt);
        onClose();
      }}
      className="w-120"
    >
      {all ? (
        all.length > 0 ? (
          <ol className="flex flex-col divide-y divide-line">
            {all.map((one) => (
              <Item key={one.id} notification={one} now={now} />
            ))}
          </ol>
        ) : (
          <p className="py-4 text-sm text-muted">Nothing to tell you.</p>
        )
      ) : news.isPending ? (
        <div aria-busy aria-label="Loading the news" className="h-24 animate-pulse rounded-lg bg-raised" />
      ) : (
        <Problem
          title="The news can't be shown"
          action={{ label: "Try again", run: () => void news.refetch() }}
        >
          {inWords(news.error)}
        </Problem>
      )}
      {news.hasNextPage && (
        <Button className="mt-3 w-full" onClick={() => void news.fetchNextPage()}>
          Earlier
        </Button>
      )}
    </Dialog>
  );
}

const DOTS = { info: "bg-dog", warning: "bg-alarm", error: "bg-alarm" } as const;

function Item({ notification, now }: { readonly notification: Notification; readonly now: number }) {
  const at = Date.parse(notification.createdAt);
  const isUnread = notification.readAt === null;
  return (
    <li className="flex gap-3 py-3 text-sm">
      <span
        aria-hidden
        className={`mt-1.5 size-2 shrink-0 rounded-full ${isUnread ? DOTS[notification.level] : "bg-transparent"}`}
      />
      <p className={`min-w-0 break-words ${isUnread ? "font-medium" : ""}`}>
        {isUnread && <span className="sr-only">Unread: </span>}
        {notification.text}
        <time dateTime={notification.createdAt} title={fullTime(at)} className="block font-normal text-muted">
          {timeInWords(at, now)}
        </time>
      </p>
    </li>
  );
}

function useReadAll() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (until: string) => api.POST("/api/notifications/read", { body: { until } }),
    onSuccess: () => askForNotifications(queries),
  });
}
