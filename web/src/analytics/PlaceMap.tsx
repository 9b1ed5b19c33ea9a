import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Camera, Heatmap } from "../api/client";
import { inWords } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { dateInWords, instantsOf } from "./calendar";
import { HeatCells } from "./HeatCells";
import { heatmapQuery } from "./queries";

type Props = { readonly day: string; readonly zone: string };

/** Where a camera's dogs were on the chosen day, over what the camera sees now. */
export function PlaceMap({ day, zone }: Props) {
  const { data: cameras } = useQuery(camerasQuery);
  const [wanted, want] = useState<string | null>(null);
  const camera = cameras?.find(({ id }) => id === wanted) ?? cameras?.[0];
  if (!cameras || !camera) return null;
  return (
    <section aria-labelledby="places-title" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="places-title" className="text-base font-semibold">
          Where it happened, {dateInWords(day)}
        </h2>
        {cameras.length > 1 && (
          <select
            aria-label="Camera of the map"
            value={camera.id}
            onChange={({ target }) => want(target.value)}
            className="min-h-11 rounded-lg border border-line bg-panel px-3 text-sm font-medium"
          >
            {cameras.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <MapOf key={camera.id} camera={camera} day={day} zone={zone} />
    </section>
  );
}

function MapOf({ camera, day, zone }: Props & { readonly camera: Camera }) {
  const { data, error } = useQuery(heatmapQuery(camera.id, day));
  const [hasPicture, setHasPicture] = useState(true);
  const { width, height } = camera.status;
  const events = data?.cells.flat().reduce((sum, cell) => sum + cell, 0) ?? 0;
  const words = data
    ? placesInWords(data, events)
    : error === null
      ? "Looking where it was…"
      : inWords(error);
  return (
    <div className="flex flex-col gap-2">
      <div
        role="img"
        aria-label={`Map of ${camera.name}. ${words}`}
        style={{ aspectRatio: width > 0 && height > 0 ? `${width} / ${height}` : "16 / 9" }}
        className="relative w-full max-w-3xl overflow-hidden rounded-xl bg-black"
      >
        {hasPicture && (
          <img
            src={`/api/cameras/${encodeURIComponent(camera.id)}/frame.jpg`}
            alt=""
            onError={() => setHasPicture(false)}
            className="absolute inset-0 size-full object-fill opacity-60"
          />
        )}
        {data && <HeatCells map={data} />}
      </div>
      <p className="flex min-h-11 max-w-3xl flex-wrap items-center justify-between gap-x-4 text-sm">
        <span role="status">{words}</span>
        {events > 0 && (
          <Link
            to="/analytics"
            search={(search) => ({ ...search, moments: { camera: camera.id, ...instantsOf(day, zone) } })}
            className="inline-flex min-h-11 items-center font-medium text-dog-text underline underline-offset-4"
          >
            Show these moments
          </Link>
        )}
      </p>
    </div>
  );
}

const THIRDS = [
  ["at the top left", "at the top", "at the top right"],
  ["at the left", "in the middle", "at the right"],
  ["at the bottom left", "at the bottom", "at the bottom right"],
] as const;

/** "32 events, most of them at the bottom left of the picture." */
function placesInWords({ cells, columns, rows }: Heatmap, events: number): string {
  if (events === 0) return "Nothing happened before this camera that day.";
  const most = Math.max(...cells.flat());
  const row = cells.findIndex((one) => one.includes(most));
  const column = cells[row]?.indexOf(most) ?? 0;
  const third = (at: number, of: number) => Math.min(2, Math.floor(((at + 0.5) / of) * 3));
  const where = THIRDS[third(row, rows)]?.[third(column, columns)] ?? "";
  return `${events} ${events === 1 ? "event" : "events"}, most often ${where} of the picture.`;
}
