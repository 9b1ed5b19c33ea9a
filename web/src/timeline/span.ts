/** A stretch of time that is shown, ms since the epoch. */
export type Span = { readonly from: number; readonly to: number };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const SHORTEST_MS = 10 * SECOND;
/** What is recorded is asked for by the hour: six of them are a megabyte. */
export const LONGEST_MS = 6 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((one) => one * SECOND)
  .concat(
    [1, 2, 5, 10, 15, 30].map((one) => one * MINUTE),
    [1, 2].map((one) => one * HOUR),
  );
const MOST_TICKS = 7;

export const lengthOf = ({ from, to }: Span): number => to - from;

/** Where a moment lies on a span: 0 at its beginning, 1 at its end. */
export const fractionAt = (span: Span, ms: number): number => (ms - span.from) / lengthOf(span);

export const momentAt = (span: Span, fraction: number): number => span.from + fraction * lengthOf(span);

/** The span that shows `factor` times as much; what is at `fraction` of it stays there. It never reaches past `now`. */
export function zoomed(span: Span, factor: number, fraction: number, now: number): Span {
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lengthOf(span) * factor));
  const from = momentAt(span, fraction) - fraction * length;
  return bounded({ from, to: from + length }, now);
}

/** The span moved by so many ms, never past `now`. */
export const moved = ({ from, to }: Span, ms: number, now: number): Span =>
  bounded({ from: from + ms, to: to + ms }, now);

/** The span, moved so that a moment is on it. */
export function showing(span: Span, ms: number, now: number): Span {
  if (ms >= span.from && ms <= span.to) return span;
  return moved(span, ms - (span.from + span.to) / 2, now);
}

function bounded({ from, to }: Span, now: number): Span {
  const over = Math.max(0, to - now);
  return { from: from - over, to: to - over };
}

/** A thousandth of a span is a pixel of it. */
const STEPS_OF_A_SPAN = 1000;

/** The span as it is drawn while time goes on: it moves by a step that is seen, and stands still in between. */
export function inSteps(span: Span): Span {
  const length = lengthOf(span);
  const step = length / STEPS_OF_A_SPAN;
  const to = Math.floor(span.to / step) * step;
  return { from: to - length, to };
}

/** Round moments to write the clock at: at full minutes, five minutes, hours of this place. */
export function ticksOf(span: Span): number[] {
  const step = STEPS.find((one) => lengthOf(span) / one <= MOST_TICKS) ?? HOUR;
  const aside = new Date(span.from).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((span.from - aside) / step) * step + aside;
  const count = Math.max(0, Math.floor((span.to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** The full hours that a span touches, each by its beginning. */
export function hoursOf({ from, to }: Span): number[] {
  const first = Math.floor(from / HOUR) * HOUR;
  return Array.from({ length: Math.floor((to - first) / HOUR) + 1 }, (_, index) => first + index * HOUR);
}

export const HOUR_MS = HOUR;
