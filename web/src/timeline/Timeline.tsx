import { useQueries } from "@tanstack/react-query";
import { Minus, Plus, Radio } from "lucide-react";
import { memo, useRef, useState } from "react";
import type { Camera } from "../api/client";
import { clockInWords } from "../events/time";
import { whyMissing } from "../live/recording";
import { useAppState } from "../state/store";
import { Button } from "../ui/Button";
import { useNow } from "../ui/useNow";
import { secondsInWords } from "./clock";
import type { Missing } from "./ledger";
import type { Mark } from "./lanes";
import { hourQuery } from "./queries";
import { fractionAt, HOUR_MS, hoursOf, inSteps, lengthOf, ticksOf, zoomed, type Span } from "./span";
import { useTimelineGestures } from "./useTimelineGestures";

type Props = {
  readonly camera: Camera;
  /** The moment of the recording that is on the screen, ms since the epoch; null: it is live. */
  readonly moment: number | null;
  readonly onSeek: (ms: number) => void;
  readonly onLive: () => void;
};

const LOOKS: Readonly<Record<Mark["look"], string>> = {
  lively: "fill-dog",
  sitting: "fill-dog-text opacity-70",
  standing: "fill-dog-text opacity-40",
  resting: "fill-muted opacity-60",
  sound: "fill-text opacity-80",
  passing: "fill-muted",
};

/**
 * The last hours of a camera under its picture: what the dog did, what was heard, what is missing. Time goes from left to
 * right and ends at now.
 */
export function Timeline({ camera, moment, onSeek, onLive }: Props) {
  // The server's clock: what is recorded is named by it.
  const now = useNow(1000) + useAppState((state) => state.clockSkewMs);
  const [view, setView] = useState<{ readonly length: number; readonly to: number | null }>({
    length: HOUR_MS,
    to: null,
  });
  const track = useRef<HTMLDivElement>(null);
  const span = spanOf(view, moment, now);
  const drawn = inSteps(span);
  const show = (next: Span) =>
    setView({ length: lengthOf(next), to: next.to >= now - 1500 ? null : next.to });
  const at = moment ?? now;
  const { scrubbed, ...handlers } = useTimelineGestures(track, {
    span,
    at,
    now,
    onShow: show,
    onSeek,
    onLive,
  });
  const shown = scrubbed ?? at;
  const zoom = (factor: number) => show(zoomed(span, factor, clamp(fractionAt(span, at)), now));
  return (
    <section aria-label="Timeline" className="flex flex-col gap-1 px-4 pt-2 pb-1 desk:px-0">
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label={`Moment of ${camera.name}`}
        aria-valuemin={Math.round(span.from / 1000)}
        aria-valuemax={Math.round(span.to / 1000)}
        aria-valuenow={Math.round(Math.min(span.to, Math.max(span.from, shown)) / 1000)}
        aria-valuetext={moment === null && scrubbed === null ? "live" : secondsInWords(shown)}
        {...handlers}
        className="relative h-20 cursor-pointer touch-pan-y overflow-hidden rounded-lg bg-panel select-none"
      >
        <Lanes cameraId={camera.id} from={drawn.from} to={drawn.to} />
        <Ticks span={span} />
        <Playhead span={span} at={shown} isLive={moment === null && scrubbed === null} />
      </div>
      <div className="flex items-center justify-between gap-2">
        <p className="min-w-0 truncate text-xs text-muted tabular-nums">
          {clockInWords(span.from)} to {span.to >= now - 1500 ? "now" : clockInWords(span.to)}
        </p>
        <div className="flex">
          <Button look="ghost" aria-label="Show a longer time" title="Longer (-)" onClick={() => zoom(2)}>
            <Minus size={17} aria-hidden />
          </Button>
          <Button look="ghost" aria-label="Show a shorter time" title="Shorter (+)" onClick={() => zoom(0.5)}>
            <Plus size={17} aria-hidden />
          </Button>
          <Button
            look={moment === null ? "ghost" : "primary"}
            disabled={moment === null}
            title="Back to live (l)"
            onClick={onLive}
          >
            <Radio size={17} aria-hidden />
            Live
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Live, it ends now. While the recording plays it stays, until what plays leaves it. */
function spanOf(
  view: { readonly length: number; readonly to: number | null },
  moment: number | null,
  now: number,
): Span {
  const to = view.to ?? now;
  const span = { from: to - view.length, to };
  if (moment === null || (moment >= span.from && moment <= span.to)) return span;
  const end = Math.min(now, moment + view.length / 2);
  return { from: end - view.length, to: end };
}

type LanesProps = { readonly cameraId: string; readonly from: number; readonly to: number };

/** What was done, what was heard and what is missing: hundreds of marks, drawn anew when they move. */
const Lanes = memo(function Lanes({ cameraId, from, to }: LanesProps) {
  const span = { from, to };
  const hours = useQueries({
    queries: hoursOf(span).map((hour) => hourQuery(cameraId, hour)),
    combine: (answers) => ({
      marks: answers.flatMap(({ data }) => data?.marks ?? []),
      missing: onceEach(answers.flatMap(({ data }) => data?.missing ?? [])),
      isPending: answers.some(({ isPending }) => isPending),
      isFailed: answers.some(({ isError }) => isError),
    }),
  });
  const within = hours.marks.filter((mark) => mark.to > from && mark.from < to);
  return (
    <>
      <svg aria-hidden width="100%" height="100%" className="absolute inset-0">
        <defs>
          <pattern
            id="hatched"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2" height="6" className="fill-line" />
          </pattern>
        </defs>
        {hours.missing.map((gap) => (
          <GapBar key={gap.from} gap={gap} span={span} />
        ))}
        {within.map((mark) => (
          <MarkBar key={mark.id} mark={mark} span={span} />
        ))}
      </svg>
      {(hours.isPending || hours.isFailed) && (
        <p role="status" className="absolute top-1 left-2 text-xs text-muted">
          {hours.isFailed ? "What was recorded can't be shown right now." : "Loading…"}
        </p>
      )}
    </>
  );
});

/** A gap over several hours is told with each of them; of one that lasts the newest word counts. */
const onceEach = (gaps: readonly Missing[]) => [...new Map(gaps.map((gap) => [gap.from, gap])).values()];

const percent = (fraction: number) => `${(fraction * 100).toFixed(3)}%`;

function GapBar({ gap, span }: { readonly gap: Missing; readonly span: Span }) {
  const from = clamp(fractionAt(span, gap.from));
  const to = clamp(gap.to === null ? 1 : fractionAt(span, gap.to));
  return (
    <rect
      x={percent(from)}
      width={percent(to - from)}
      height="100%"
      fill="url(#hatched)"
      className="text-line"
    >
      <title>{`Not recorded: ${whyMissing(gap.reason)}`}</title>
    </rect>
  );
}

/** Actions fill the upper lane; a sound grows from the foot, the higher the surer. */
function MarkBar({ mark, span }: { readonly mark: Mark; readonly span: Span }) {
  const from = fractionAt(span, mark.from);
  const width = Math.max(fractionAt(span, mark.to) - from, 0.003);
  const height = mark.lane === "sound" ? 24 * mark.height : mark.look === "passing" ? 10 : 22;
  const y = mark.lane === "sound" ? 60 - height : 8;
  return (
    <rect
      data-from={mark.from}
      x={percent(from)}
      width={percent(width)}
      y={y}
      height={height}
      rx="2"
      className={LOOKS[mark.look]}
    >
      <title>{`${mark.words}, ${secondsInWords(mark.from)}`}</title>
    </rect>
  );
}

function Ticks({ span }: { readonly span: Span }) {
  const words = lengthOf(span) < 5 * 60_000 ? secondsInWords : clockInWords;
  return (
    <div aria-hidden className="absolute inset-x-0 bottom-0 h-5 text-[11px] text-muted tabular-nums">
      {ticksOf(span).map((tick) => {
        const fraction = fractionAt(span, tick);
        // At the edges it would be cut off.
        if (fraction < 0.03 || fraction > 0.94) return null;
        return (
          <span key={tick} style={{ left: percent(fraction) }} className="absolute -translate-x-1/2">
            {words(tick)}
          </span>
        );
      })}
    </div>
  );
}

type PlayheadProps = { readonly span: Span; readonly at: number; readonly isLive: boolean };

function Playhead({ span, at, isLive }: PlayheadProps) {
  return (
    <div
      aria-hidden
      style={{ left: percent(clamp(fractionAt(span, at))) }}
      className={`absolute inset-y-0 w-0.5 -translate-x-full ${isLive ? "bg-alarm" : "bg-text"}`}
    />
  );
}

const clamp = (fraction: number) => Math.min(1, Math.max(0, fraction));
