import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { Toaster } from "sonner";
import { analyticsSearch } from "../analytics/search";
import { ApiError } from "../api/errors";
import { meQuery } from "../api/queries";
import { gallerySearch } from "../gallery/search";
import { liveSearch } from "../live/search";
import { SignInPage } from "../sign-in/SignInPage";
import { RouteProblem, UnknownPage } from "./RouteProblem";
import { Shell } from "./Shell";

type Context = { readonly queries: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: () => (
    <>
      <Outlet />
      <Toaster
        position="top-center"
        visibleToasts={3}
        style={
          {
            fontFamily: "var(--font-sans)",
            "--normal-bg": "var(--panel)",
            "--normal-text": "var(--text)",
            "--normal-border": "var(--line)",
          } as React.CSSProperties
        }
      />
    </>
  ),
  errorComponent: RouteProblem,
  notFoundComponent: UnknownPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignInPage,
  // Said outright, as what is left out stays as it came.
  validateSearch: ({ then }): { then?: string | undefined } => ({ then: pathOfOurs(then) }),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: Shell,
  beforeLoad: ({ context, location }) => requireSession(context, location.href),
});

const live = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: lazyRouteComponent(() => import("../live/LiveView"), "LiveView"),
  validateSearch: liveSearch,
});

const gallery = createRoute({
  getParentRoute: () => signedIn,
  path: "/gallery",
  component: lazyRouteComponent(() => import("../gallery/GalleryView"), "GalleryView"),
  validateSearch: gallerySearch,
});

const routines = createRoute({
  getParentRoute: () => signedIn,
  path: "/routines",
  component: lazyRouteComponent(() => import("../routines/RoutinesView"), "RoutinesView"),
});

const analytics = createRoute({
  getParentRoute: () => signedIn,
  path: "/analytics",
  component: lazyRouteComponent(() => import("../analytics/AnalyticsView"), "AnalyticsView"),
  validateSearch: analyticsSearch,
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyRouteComponent(() => import("../settings/SettingsView"), "SettingsView"),
});

const models = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/models",
  component: lazyRouteComponent(() => import("../models/ModelsView"), "ModelsView"),
});

const notifications = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/notifications",
  component: lazyRouteComponent(() => import("../notifications/ReceiversView"), "ReceiversView"),
});

const robot = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/robot",
  component: lazyRouteComponent(() => import("../robot/RobotView"), "RobotView"),
});

const storage = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/storage",
  component: lazyRouteComponent(() => import("../settings/StorageView"), "StorageView"),
});

const tokens = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/tokens",
  component: lazyRouteComponent(() => import("../settings/TokensView"), "TokensView"),
});

const camera = createRoute({
  getParentRoute: () => root,
  path: "/camera",
  component: lazyRouteComponent(() => import("../camera/CameraPage"), "CameraPage"),
  validateSearch: ({ id }): { id?: string } => (typeof id === "string" ? { id } : {}),
  beforeLoad: ({ context, location }) => requireSession(context, location.href),
});

const routes = root.addChildren([
  signIn,
  camera,
  signedIn.addChildren([
    ...[live, gallery, analytics, routines, settings],
    ...[models, notifications, robot, storage, tokens],
  ]),
]);

export function createPageRouter(context: Context) {
  return createRouter({
    routeTree: routes,
    context,
    defaultPreload: "intent",
    defaultErrorComponent: RouteProblem,
    defaultPendingMs: 300,
  });
}

/** Leads whoever is not signed in to the sign-in, and from there back. */
async function requireSession({ queries }: Context, href: string): Promise<void> {
  try {
    await queries.query({ ...meQuery, staleTime: "static" });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      // TanStack Router is told of a redirect by throwing it.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw redirect({ to: "/sign-in", search: backTo(href) });
    }
    throw error;
  }
}

/** Where the sign-in leads back to. */
export const backTo = (href: string): { then?: string } => (href === "/" ? {} : { then: href });

/** `//elsewhere.example` begins with a slash too. */
const pathOfOurs = (path: unknown) =>
  typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : undefined;

declare module "@tanstack/react-router" {
  // The router's types are taught by merging an interface.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
