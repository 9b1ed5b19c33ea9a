import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { inWords } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { useShortcut } from "../app/shortcuts";
import { useDarkView } from "../app/useTheme";
import { EventStream } from "../events/EventStream";
import { Problem } from "../ui/Problem";
import { LiveCamera } from "./LiveCamera";

const CameraGrid = lazy(() => import("./CameraGrid").then((part) => ({ default: part.CameraGrid })));
const route = getRouteApi("/signed-in/");

export function LiveView() {
  useDarkView();
  const cameras = useQuery(camerasQuery);
  const { camera: wanted, at, grid } = route.useSearch();
  const navigate = useNavigate();
  const camera = cameras.data?.find((one) => one.id === wanted) ?? cameras.data?.[0];
  const hasSeveral = cameras.data !== undefined && cameras.data.length > 1;
  useShortcut("g", () => {
    if (hasSeveral) void navigate({ to: "/", search: grid ? {} : { grid: true } });
  });
  return (
    <div className="flex flex-1 flex-col desk:min-h-0 desk:flex-row">
      <section aria-label="Live picture" className="flex min-w-0 flex-col desk:flex-1 desk:p-4 desk:pr-2">
        {grid && hasSeveral ? (
          <Suspense fallback={<PictureSkeleton />}>
            <CameraGrid cameras={cameras.data} />
          </Suspense>
        ) : camera && cameras.data ? (
          <LiveCamera camera={camera} cameras={cameras.data} at={at} />
        ) : cameras.isPending ? (
          <PictureSkeleton />
        ) : cameras.isError ? (
          <Problem
            title="Your cameras can't be shown"
            action={{ label: "Try again", run: () => void cameras.refetch() }}
          >
            {inWords(cameras.error)}
          </Problem>
        ) : (
          <FirstCamera />
        )}
      </section>
      <EventStream cameras={cameras.data ?? []} />
    </div>
  );
}

function PictureSkeleton() {
  return (
    <div className="flex flex-1 flex-col" aria-busy aria-label="Loading your cameras">
      <div className="min-h-14 desk:pb-2" />
      <div className="aspect-video w-full animate-pulse bg-panel desk:aspect-auto desk:flex-1 desk:rounded-xl" />
      {/* The height of what can be done, of the timeline, and of the robot's strip: what lies below does not jump. */}
      <div className="min-h-58" />
    </div>
  );
}

function FirstCamera() {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold tracking-tight">Add your first camera</h1>
      <p className="text-sm text-muted">
        A camera on your network by its address, or a video of your dog that plays as if it were live.
      </p>
      <Link
        to="/settings"
        className="mt-2 inline-flex min-h-11 items-center rounded-lg bg-dog px-4 text-sm font-medium text-on-dog"
      >
        Add a camera
      </Link>
    </div>
  );
}
