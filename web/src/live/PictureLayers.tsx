import { useQuery } from "@tanstack/react-query";
import type { Camera } from "../api/client";
import { dateAt } from "../analytics/calendar";
import { HeatCells } from "../analytics/HeatCells";
import { heatmapQuery, timeZoneQuery } from "../analytics/queries";
import { asPath, pointsOf } from "../settings/polygon";
import { ZoneName } from "../settings/ZoneName";
import { zonesQuery } from "../settings/zones";
import { useAppState } from "../state/store";
import { useNow } from "../ui/useNow";

/** The contract's: a heatmap is at most so old. */
const HEATMAP_EVERY_MS = 10_000;

type Props = {
  readonly camera: Camera;
  /** The moment whose day the heatmap is of, ms since the epoch; null: today. */
  readonly at: number | null;
};

/** Zones and heatmap over a camera's picture, as far as somebody wants them; they lie where the picture lies on its stage. */
export function PictureLayers({ camera, at }: Props) {
  const { zones, heatmap } = useAppState((state) => state.overlays);
  const { width, height } = camera.status;
  if (width <= 0 || height <= 0) return null;
  return (
    <div className="[container-type:size] pointer-events-none absolute inset-0 grid place-items-center">
      <div
        style={{ width: `min(100cqw, 100cqh * ${width / height})`, aspectRatio: `${width} / ${height}` }}
        className="relative"
      >
        {heatmap && <Heat cameraId={camera.id} at={at} />}
        {zones && <Zones cameraId={camera.id} />}
      </div>
    </div>
  );
}

function Heat({ cameraId, at }: { readonly cameraId: string; readonly at: number | null }) {
  const now = useNow(60_000);
  const { data: zone } = useQuery(timeZoneQuery);
  const day = zone === undefined ? "" : dateAt(at ?? now, zone);
  const { data } = useQuery({
    ...heatmapQuery(cameraId, day),
    enabled: day !== "",
    staleTime: HEATMAP_EVERY_MS,
    refetchInterval: HEATMAP_EVERY_MS,
  });
  if (!data) return null;
  const isEmpty = data.cells.every((row) => row.every((events) => events === 0));
  return (
    <>
      <div
        role="img"
        aria-label={at === null ? "Heat map of today" : "Heat map of that day"}
        className="absolute inset-0 opacity-70"
      >
        <HeatCells map={data} />
      </div>
      {isEmpty && (
        <p className="absolute top-2 right-2 rounded-md bg-panel/90 px-2 py-1 text-xs">
          Nothing for the heat map yet
        </p>
      )}
    </>
  );
}

function Zones({ cameraId }: { readonly cameraId: string }) {
  const { data: zones = [] } = useQuery(zonesQuery(cameraId));
  return (
    <ul aria-label="Zones">
      {zones.map(({ id, name, polygon }) => {
        const points = pointsOf(polygon);
        return (
          <li key={id}>
            <svg
              aria-hidden
              viewBox="0 0 1 1"
              preserveAspectRatio="none"
              className="absolute inset-0 size-full"
            >
              <polygon
                points={asPath(points)}
                vectorEffect="non-scaling-stroke"
                strokeWidth={1.5}
                strokeDasharray="6 4"
                className="fill-white/10 stroke-white"
              />
            </svg>
            <ZoneName name={name} points={points} />
          </li>
        );
      })}
    </ul>
  );
}
