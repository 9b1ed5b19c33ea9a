import { Copy, Link2Off } from "lucide-react";
import { useState } from "react";
import { fullTime } from "../events/time";
import { Button } from "../ui/Button";
import { isShared, type Moment } from "./moments";
import { useShare } from "./useMoments";

/** How long a link lasts, in hours; null: until it is ended. */
const LASTS: readonly { readonly hours: number | null; readonly words: string }[] = [
  { hours: 24, words: "for a day" },
  { hours: 7 * 24, words: "for a week" },
  { hours: 30 * 24, words: "for a month" },
  { hours: null, words: "until you end it" },
];
const USUAL = 7 * 24;

/** A link by which anybody sees a moment without signing in: made, copied, ended. */
export function Share({ moment }: { readonly moment: Moment }) {
  const { share, revoke } = useShare(moment);
  const [hours, setHours] = useState<number | null>(USUAL);
  const isOut = isShared(moment);
  return (
    <section aria-label="Sharing" className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <p role="status" className="text-sm">
        {isOut ? sharedInWords(moment) : "Whoever has the link can watch this, without signing in."}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label="How long the link works"
          value={String(hours)}
          onChange={({ target }) => setHours(target.value === "null" ? null : Number(target.value))}
          className="min-h-11 rounded-lg border border-line bg-panel px-3 text-sm font-medium"
        >
          {LASTS.map((one) => (
            <option key={one.words} value={String(one.hours)}>
              {one.words}
            </option>
          ))}
        </select>
        <Button
          look={isOut ? "plain" : "primary"}
          disabled={share.isPending}
          title={isOut ? "The link before it leads nowhere then" : undefined}
          onClick={() => share.mutate(hours)}
        >
          <Copy size={16} aria-hidden />
          {isOut ? "Copy a new link" : "Copy a link"}
        </Button>
        {isOut && (
          <Button look="ghost" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            <Link2Off size={18} aria-hidden />
            Stop sharing
          </Button>
        )}
      </div>
      {share.data !== undefined && (
        <input
          readOnly
          aria-label="Link"
          value={share.data}
          onFocus={({ target }) => target.select()}
          className="min-h-11 w-full rounded-lg border border-line bg-page px-3 text-sm"
        />
      )}
    </section>
  );
}

function sharedInWords(moment: Moment): string {
  const until = moment.kind === "clip" ? moment.clip.sharedUntil : moment.snapshot.sharedUntil;
  if (until === null) return "Whoever has the link can watch this, until you end it.";
  return `Whoever has the link can watch this until ${fullTime(Date.parse(until))}.`;
}
