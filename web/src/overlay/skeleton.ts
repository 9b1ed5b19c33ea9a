import type { Keypoint } from "../api/messages";
import { fraction, type Fraction } from "./units";

/** A point of a dog, as it is drawn. */
export type Joint = { readonly x: Fraction; readonly y: Fraction; readonly confidence: number };

/** A dog's points by their names; empty where none is known. */
export type Skeleton = ReadonlyMap<string, Joint>;

export const NO_SKELETON: Skeleton = new Map();

/** A point less likely to be there is not drawn; the models go by the same (`SEEN` in `vision/body.py`). */
const DRAWN_FROM = 0.3;

const leg = (which: string, root: string): [string, string][] => [
  [`${which}_paw`, `${which}_knee`],
  [`${which}_knee`, `${which}_elbow`],
  [`${which}_elbow`, root],
];

/** Which points a line joins. */
const LIMBS: readonly (readonly [string, string])[] = [
  ["nose", "throat"],
  ["throat", "withers"],
  ["withers", "tail_start"],
  ["tail_start", "tail_end"],
  ["chin", "throat"],
  ...["left", "right"].flatMap((side): [string, string][] => [
    ["nose", `${side}_eye`],
    [`${side}_eye`, `${side}_ear_base`],
    [`${side}_ear_base`, `${side}_ear_tip`],
    ...leg(`front_${side}`, "withers"),
    ...leg(`rear_${side}`, "tail_start"),
  ]),
];

/** Every dog's points out of a flat list, by track. */
export function skeletons(keypoints: readonly Keypoint[]): ReadonlyMap<number, Skeleton> {
  const byTrack = new Map<number, Map<string, Joint>>();
  for (const { trackId, name, x, y, confidence } of keypoints) {
    if (trackId === null) continue;
    const joints = byTrack.get(trackId) ?? new Map<string, Joint>();
    byTrack.set(trackId, joints.set(name, { x: fraction(x), y: fraction(y), confidence }));
  }
  return byTrack;
}

/** The lines of a dog: those between two points that are likely enough there. */
export function limbs(skeleton: Skeleton): (readonly [Joint, Joint])[] {
  return LIMBS.flatMap(([from, to]) => {
    const [a, b] = [skeleton.get(from), skeleton.get(to)];
    return a && b && Math.min(a.confidence, b.confidence) >= DRAWN_FROM ? [[a, b] as const] : [];
  });
}

/** A skeleton on its way to the next one; a point that the next one lacks stays where it is. */
export function skeletonTowards(from: Skeleton, to: Skeleton, progress: number): Skeleton {
  return new Map(
    [...from].map(([name, joint]) => {
      const next = to.get(name);
      if (!next) return [name, joint];
      const mix = (axis: "x" | "y") => fraction(joint[axis] + (next[axis] - joint[axis]) * progress);
      return [name, { ...joint, x: mix("x"), y: mix("y") }];
    }),
  );
}
