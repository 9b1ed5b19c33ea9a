import { useQueries } from "@tanstack/react-query";
import { useAppState } from "../state/store";
import { toldAt } from "./lanes";
import { hourQuery } from "./queries";
import { HOUR_MS, hoursOf } from "./span";

type Props = { readonly cameraId: string; readonly moment: number };

/** What happened at the moment of the recording that is on the screen, in words at the foot of its picture. */
export function Annotations({ cameraId, moment }: Props) {
  const isWanted = useAppState((state) => state.overlays.annotations);
  // What began in the hour before may still last.
  const marks = useQueries({
    queries: hoursOf({ from: moment - HOUR_MS, to: moment }).map((hour) => hourQuery(cameraId, hour)),
    combine: (answers) => answers.flatMap(({ data }) => data?.marks ?? []),
  });
  const told = isWanted ? toldAt(marks, moment) : [];
  if (told.length === 0) return null;
  return (
    <ul
      aria-label="What happened at this moment"
      className="pointer-events-none absolute bottom-2 left-2 flex max-w-[80%] flex-col items-start gap-1"
    >
      {told.map(({ id, words }) => (
        <li key={id} className="rounded-md bg-black/70 px-2 py-1 text-xs font-medium text-white">
          {words}
        </li>
      ))}
    </ul>
  );
}
