import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { unreadQuery } from "./queries";

const News = lazy(() => import("./News").then((part) => ({ default: part.News })));

/** How many notifications are unread; opened, it shows them, and those that were seen are read. */
export function Bell({ className }: { readonly className: string }) {
  const { data: unread = 0 } = useQuery(unreadQuery);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={className}>
        <span className="relative">
          <BellIcon size={22} aria-hidden />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute -top-1.5 -right-2.5 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-dog px-1 text-[10px] font-semibold text-on-dog tabular-nums"
            >
              {unread > 99 ? "99+" : unread}
            </span>
          )}
        </span>
        <span>
          News
          {unread > 0 && <span className="sr-only">, {unread} unread</span>}
        </span>
      </button>
      <Suspense>{open && <News onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
