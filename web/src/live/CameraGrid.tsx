import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { Camera } from "../api/client";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";
import type { LivePlayer } from "../video/livePlayer";
import { gridSentence } from "./gridSentence";
import { Stage } from "./Stage";

/**
 * Pictures at a time. Where WebRTC can't pass, each takes a connection, and a browser has six to a server: two are left
 * for everything else.
 */
const AT_A_TIME = 4;

/** Several cameras beside each other, now; a touch leads to one alone. */
export function CameraGrid({ cameras }: { readonly cameras: readonly Camera[] }) {
  const [wanted, setPage] = useState(0);
  const presence = useAppState((state) => state.presence);
  const pages = Math.ceil(cameras.length / AT_A_TIME);
  const page = Math.min(wanted, pages - 1);
  const shown = cameras.slice(page * AT_A_TIME, (page + 1) * AT_A_TIME);
  return (
    <>
      <header className="flex min-h-14 items-center justify-between gap-3 px-4 desk:px-0 desk:pb-2">
        <h1 aria-live="polite" className="text-lg font-semibold tracking-tight text-balance desk:text-xl">
          {gridSentence(shown, presence)}
        </h1>
        {pages > 1 && (
          <Button onClick={() => setPage((page + 1) % pages)}>
            {page + 1} of {pages}
            <span className="sr-only">: show the next cameras</span>
          </Button>
        )}
      </header>
      <ul
        aria-label="Your cameras"
        className="grid grid-cols-1 content-start gap-2 desk:min-h-0 desk:flex-1 desk:grid-cols-2 desk:overflow-y-auto"
      >
        {shown.map((camera) => (
          <Tile key={camera.id} camera={camera} />
        ))}
      </ul>
    </>
  );
}

function Tile({ camera }: { readonly camera: Camera }) {
  const stage = useRef<HTMLElement>(null);
  const player = useRef<LivePlayer>(null);
  return (
    <li className="relative">
      <Stage camera={camera} description="" stage={stage} player={player} isTile />
      <Link
        to="/"
        search={{ camera: camera.id }}
        className="absolute inset-0 flex items-end rounded-xl p-2 text-sm font-medium"
      >
        <span className="rounded-md bg-panel/90 px-2 py-1">{camera.name}</span>
      </Link>
    </li>
  );
}
