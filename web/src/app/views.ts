import { CalendarClock, ChartColumn, Images, Settings, Video, type LucideIcon } from "lucide-react";
import type { View } from "../state/appState";

export type NavEntry = {
  readonly view: View;
  readonly path: "/" | "/gallery" | "/analytics" | "/routines" | "/settings";
  readonly label: string;
  readonly icon: LucideIcon;
};

/** The views that are there, in the order of the bar. A new one needs its route in `router.tsx` and a line here. */
export const NAV: readonly NavEntry[] = [
  { view: "live", path: "/", label: "Live", icon: Video },
  { view: "gallery", path: "/gallery", label: "Gallery", icon: Images },
  { view: "analytics", path: "/analytics", label: "Analytics", icon: ChartColumn },
  { view: "routines", path: "/routines", label: "Routines", icon: CalendarClock },
  { view: "settings", path: "/settings", label: "Settings", icon: Settings },
];

/** The pages of the settings, in the order of their bar. A new one needs its route in `router.tsx` and a line here. */
export const SETTINGS_PAGES = [
  { path: "/settings", label: "Cameras" },
  { path: "/settings/models", label: "Models" },
  { path: "/settings/notifications", label: "Notifications" },
  { path: "/settings/robot", label: "Robot" },
  { path: "/settings/storage", label: "Storage" },
  { path: "/settings/tokens", label: "Tokens" },
] as const;

/** The view that a path belongs to: a page of the settings is one of the settings. */
export const viewOf = (path: string): View | null =>
  NAV.find((entry) => entry.path === `/${path.split("/")[1] ?? ""}`)?.view ?? null;
