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

export const viewOf = (path: string): View | null => NAV.find((entry) => entry.path === path)?.view ?? null;
