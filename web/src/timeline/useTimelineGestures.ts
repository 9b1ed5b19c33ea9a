import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import { fractionAt, lengthOf, momentAt, moved, zoomed, type Span } from "./span";

type Options = {
  readonly span: Span;
  /** The moment that is on the screen, ms since the epoch. */
  readonly at: number;
  readonly now: number;
  readonly onShow: (span: Span) => void;
  readonly onSeek: (ms: number) => void;
  readonly onLive: () => void;
};

/** A click on an event plays what led to it too. */
const BEFORE_MS = 5_000;
/** So near to now it is live. */
const LIVE_MS = 3_000;
const STEP_MS = 10_000;
const PAGE_MS = 5 * 60_000;
/** A finger that moves less has touched. */
const TOUCH_PX = 6;

/** Touch, wheel and keys of the timeline: drag to scrub, pinch or wheel to zoom, a touch on an event to play it. */
export function useTimelineGestures(track: RefObject<HTMLElement | null>, options: Options) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [scrubbed, setScrubbed] = useState<number | null>(null);
  const pointers = useRef(new Map<number, number>());
  const pressed = useRef<{ readonly x: number; readonly mark: number | null; moved: boolean } | null>(null);

  const fractionOf = (clientX: number) => {
    const { left, width } = track.current?.getBoundingClientRect() ?? { left: 0, width: 0 };
    return width > 0 ? Math.min(1, Math.max(0, (clientX - left) / width)) : 1;
  };
  const go = (ms: number) => {
    if (ms >= options.now - LIVE_MS) options.onLive();
    else options.onSeek(ms);
  };

  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const { span, now, onShow } = latest.current;
      // A wheel that goes sideways moves in time, any other one zooms.
      event.preventDefault();
      const { left, width } = element.getBoundingClientRect();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        onShow(moved(span, (event.deltaX / width) * lengthOf(span), now));
      } else {
        onShow(zoomed(span, 2 ** (event.deltaY / 300), (event.clientX - left) / width, now));
      }
    };
    // React listens passively, and could not keep the page from scrolling.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [track]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, event.clientX);
    const from = event.target instanceof SVGElement ? event.target.dataset.from : undefined;
    pressed.current = { x: event.clientX, mark: from === undefined ? null : Number(from), moved: false };
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    pointers.current.set(event.pointerId, event.clientX);
    const { span, now, onShow } = options;
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other !== undefined) {
      setScrubbed(null);
      pressed.current = null;
      const factor = Math.abs(before - other) / Math.max(Math.abs(event.clientX - other), 1);
      onShow(zoomed(span, factor, fractionOf((event.clientX + other) / 2), now));
      return;
    }
    const press = pressed.current;
    if (!press) return;
    press.moved ||= Math.abs(event.clientX - press.x) > TOUCH_PX;
    if (press.moved) setScrubbed(momentAt(span, fractionOf(event.clientX)));
  };

  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
    const press = pressed.current;
    pressed.current = null;
    setScrubbed(null);
    if (!press) return;
    if (!press.moved && press.mark !== null) go(press.mark - BEFORE_MS);
    else go(momentAt(options.span, fractionOf(event.clientX)));
  };

  const onPointerCancel = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
    pressed.current = null;
    setScrubbed(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { span, at, now, onShow, onLive, onSeek } = options;
    const action = {
      ArrowLeft: () => go(at - STEP_MS),
      ArrowDown: () => go(at - STEP_MS),
      ArrowRight: () => go(at + STEP_MS),
      ArrowUp: () => go(at + STEP_MS),
      PageDown: () => go(at - PAGE_MS),
      PageUp: () => go(at + PAGE_MS),
      Home: () => onSeek(span.from),
      End: onLive,
      "+": () => onShow(zoomed(span, 0.5, fractionAt(span, at), now)),
      "-": () => onShow(zoomed(span, 2, fractionAt(span, at), now)),
    }[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };

  return {
    /** Where a finger is that has not let go, ms since the epoch. */
    scrubbed,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel,
    onKeyDown,
  };
}
