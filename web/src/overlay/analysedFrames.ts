import type { Detected, FrameMessage } from "../api/messages";
import { doing } from "./doing";
import { NO_SKELETON, skeletons, skeletonTowards, type Skeleton } from "./skeleton";
import { fraction, type Box, type Fraction } from "./units";

/** A living subject or a thing, as it is drawn. */
export type Sighting = {
  readonly className: string;
  /** 0..1 */
  readonly confidence: number;
  readonly box: Box<Fraction>;
  /** Unique per camera; null before tracking. */
  readonly trackId: number | null;
  readonly kind: "subject" | "thing";
  readonly skeleton: Skeleton;
  /** What it does, in a word; null where we can't tell. */
  readonly does: string | null;
};

type Analysed = { readonly captureMs: number; readonly sightings: readonly Sighting[] };

/**
 * A frame is known by the time of its capture, in every way that it takes to the page. One way rounds to the
 * millisecond, another cuts off; the next frame is 16 ms away at least.
 */
const SAME_FRAME_MS = 2;
/** An older answer says nothing about where a dog is now. */
const HOLD_MS = 500;
/** Between answers further apart a straight line is a guess. */
const INTERPOLATE_MS = 1000;
/**
 * An answer that is late is on its way: until it comes, a track goes on for so long as it went before. Longer would be
 * a guess, and a dog that stops would be run over by its box.
 */
const GO_ON_MS = 150;
/** An answer so much older than the newest is not late: the camera's clock was set back. */
const CLOCK_SET_BACK_MS = 10_000;
const KEPT = 64;
const NO_TRACK = -1;
const NOTHING: readonly Sighting[] = [];

/**
 * The answers of one camera's last frames, to find the boxes of a shown frame by.
 * Not every frame is analysed, and an answer may come before or after its frame, or never.
 */
export class AnalysedFrames {
  /** In order of capture. */
  #frames: Analysed[] = [];

  add(message: FrameMessage): void {
    const captureMs = Date.parse(message.captureTs);
    if (Number.isNaN(captureMs)) return;
    const last = this.#frames.at(-1);
    if (last && last.captureMs - captureMs > CLOCK_SET_BACK_MS) this.#frames = [];
    const at = this.#frames.findLastIndex((frame) => frame.captureMs <= captureMs) + 1;
    const [points, words] = [skeletons(message.keypoints), doing(message.actions)];
    this.#frames.splice(at, 0, {
      captureMs,
      sightings: [
        ...message.objects.map((one) => sighting(one, "thing")),
        ...message.detections.map((one): Sighting => {
          const track = one.trackId ?? NO_TRACK;
          return {
            ...sighting(one, "subject"),
            skeleton: points.get(track) ?? NO_SKELETON,
            does: words.get(track) ?? null,
          };
        }),
      ],
    });
    if (this.#frames.length > KEPT) this.#frames.shift();
  }

  clear(): void {
    this.#frames = [];
  }

  /**
   * What to draw on the frame captured at `captureMs`: its own answer; else the nearest earlier one, at most
   * 500 ms old, moved along each track towards the next answer where that is known, and on along it for a moment
   * where it is not; else nothing. The same list as long as nothing changed.
   */
  at(captureMs: number): readonly Sighting[] {
    const own = this.#frames.findLast((frame) => Math.abs(frame.captureMs - captureMs) <= SAME_FRAME_MS);
    if (own) return own.sightings;
    const index = this.#frames.findLastIndex((frame) => frame.captureMs <= captureMs);
    const earlier = this.#frames[index];
    if (!earlier || captureMs - earlier.captureMs > HOLD_MS) return NOTHING;
    const later = this.#frames[index + 1];
    if (!later) return this.#goneOn(earlier, this.#frames[index - 1], captureMs);
    if (later.captureMs - earlier.captureMs > INTERPOLATE_MS) return earlier.sightings;
    const progress = (captureMs - earlier.captureMs) / (later.captureMs - earlier.captureMs);
    return earlier.sightings.map((one) => towards(one, later.sightings, progress));
  }

  /** The newest answer, as if each track went on as it did since the one before. */
  #goneOn(newest: Analysed, before: Analysed | undefined, captureMs: number): readonly Sighting[] {
    if (!before || newest.captureMs - before.captureMs > INTERPOLATE_MS) return newest.sightings;
    const onMs = Math.min(captureMs - newest.captureMs, GO_ON_MS);
    // As far as it came since then, the other way round.
    const progress = -onMs / (newest.captureMs - before.captureMs);
    return newest.sightings.map((one) => towards(one, before.sightings, progress));
  }
}

function towards(from: Sighting, later: readonly Sighting[], progress: number): Sighting {
  if (from.trackId === null) return from;
  const to = later.find((one) => one.trackId === from.trackId && one.kind === from.kind);
  if (!to) return from;
  const mix = (side: keyof Box<Fraction>) =>
    fraction(from.box[side] + (to.box[side] - from.box[side]) * progress);
  return {
    ...from,
    box: { x: mix("x"), y: mix("y"), w: mix("w"), h: mix("h") },
    skeleton: skeletonTowards(from.skeleton, to.skeleton, progress),
  };
}

function sighting(one: Detected, kind: Sighting["kind"]): Sighting {
  const { x, y, w, h } = one.box;
  return {
    className: one.class,
    confidence: one.confidence,
    box: { x: fraction(x), y: fraction(y), w: fraction(w), h: fraction(h) },
    trackId: one.trackId,
    kind,
    skeleton: NO_SKELETON,
    does: null,
  };
}
