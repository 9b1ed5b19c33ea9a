import { Bone, Flame, Hexagon, Tags, VectorSquare, type LucideIcon } from "lucide-react";
import type { Overlays } from "../state/appState";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";

type Toggle = {
  readonly overlay: keyof Overlays;
  readonly label: string;
  readonly key: string;
  readonly icon: LucideIcon;
};

const TOGGLES: readonly Toggle[] = [
  { overlay: "detection", label: "Boxes", key: "d", icon: VectorSquare },
  { overlay: "pose", label: "Joints", key: "p", icon: Bone },
  { overlay: "zones", label: "Zones", key: "z", icon: Hexagon },
  { overlay: "heatmap", label: "Heat map", key: "h", icon: Flame },
  { overlay: "annotations", label: "What happened", key: "n", icon: Tags },
];

type Props = {
  readonly id: string;
  /** What happened is told on recordings: beside a live picture it is in the list of events. */
  readonly isLive: boolean;
};

/** All that may be drawn on the picture; each is remembered by this browser. */
export function OverlayToggles({ id, isLive }: Props) {
  const overlays = useAppState((state) => state.overlays);
  const toggle = useAppState((state) => state.toggleOverlay);
  return (
    <div
      id={id}
      role="group"
      aria-label="Drawn on the picture"
      className="flex flex-wrap gap-1 px-4 pt-1 desk:px-0"
    >
      {TOGGLES.filter(({ overlay }) => overlay !== "annotations" || !isLive).map(
        ({ overlay, label, key, icon: Icon }) => (
          <Button
            key={overlay}
            look="ghost"
            aria-pressed={overlays[overlay]}
            title={`${label} (${key})`}
            // It has a button of its own where there is room.
            className={overlay === "detection" ? "not-phone:hidden" : ""}
            onClick={() => toggle(overlay)}
          >
            <Icon size={18} aria-hidden />
            {label}
          </Button>
        ),
      )}
    </div>
  );
}
