import type { Sighting } from "./analysedFrames";
import { onStage } from "./contain";
import { placeLabel } from "./label";
import { limbs, type Joint } from "./skeleton";
import { px, type Box, type Px, type Size } from "./units";

/** The one accent of the page; the same value as `--color-dog` in `styles.css`. */
export const DOG_COLOUR = "#ffb224";
const NEUTRAL_COLOUR = "#e6e8eb";
const SHADE = "rgb(10 11 13 / 0.62)";
const LABEL_HEIGHT = 20;
const LABEL_PADDING = 6;
const FONT = "600 12px 'Inter Variable', system-ui, sans-serif";

export type Scene = {
  readonly stage: Size<Px>;
  /** Where the picture lies on the stage. */
  readonly picture: Box<Px>;
  readonly devicePixelRatio: number;
  readonly sightings: readonly Sighting[];
  readonly showsSkeletons: boolean;
};

/** Draws the boxes, skeletons and labels of one frame; whatever was drawn before is gone. */
export function drawScene(context: CanvasRenderingContext2D, scene: Scene): void {
  const { stage, picture, sightings, devicePixelRatio, showsSkeletons } = scene;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, stage.width, stage.height);
  context.font = FONT;
  context.textBaseline = "middle";
  const labels: Box<Px>[] = [];
  for (const one of sightings) strokeBox(context, one, onStage(one.box, picture));
  if (showsSkeletons) for (const one of sightings) strokeLimbs(context, limbs(one.skeleton), picture);
  for (const one of sightings) {
    if (one.kind === "thing") continue;
    const text = labelOf(one);
    const width = px(Math.ceil(context.measureText(text).width) + 2 * LABEL_PADDING);
    const place = placeLabel(onStage(one.box, picture), { width, height: px(LABEL_HEIGHT) }, stage, labels);
    labels.push(place);
    fillLabel(context, text, place, isDog(one));
  }
}

/** "dog 92 %  #3 · sits": what it is, how sure, which of several, and what it does. */
export function labelOf(one: Sighting): string {
  const sure = `${one.className} ${Math.round(one.confidence * 100)} %`;
  const which = one.trackId === null ? sure : `${sure}  #${one.trackId}`;
  return one.does === null ? which : `${which} · ${one.does}`;
}

export const isDog = (one: { readonly className: string }): boolean => one.className === "dog";

function strokeBox(context: CanvasRenderingContext2D, one: Sighting, box: Box<Px>): void {
  const thin = one.kind === "thing";
  context.beginPath();
  context.roundRect(box.x, box.y, box.w, box.h, thin ? 2 : 6);
  if (!thin) {
    // A dark seam, so that amber stands out from snow and straw.
    context.strokeStyle = SHADE;
    context.lineWidth = 5;
    context.stroke();
  }
  context.globalAlpha = thin ? 0.55 : 1;
  context.strokeStyle = isDog(one) ? DOG_COLOUR : NEUTRAL_COLOUR;
  context.lineWidth = thin ? 1 : isDog(one) ? 3 : 2;
  context.stroke();
  context.globalAlpha = 1;
}

function strokeLimbs(
  context: CanvasRenderingContext2D,
  lines: readonly (readonly [Joint, Joint])[],
  picture: Box<Px>,
): void {
  if (lines.length === 0) return;
  context.beginPath();
  for (const [from, to] of lines) {
    context.moveTo(picture.x + from.x * picture.w, picture.y + from.y * picture.h);
    context.lineTo(picture.x + to.x * picture.w, picture.y + to.y * picture.h);
  }
  context.lineCap = "round";
  context.strokeStyle = SHADE;
  context.lineWidth = 3.5;
  context.stroke();
  context.strokeStyle = DOG_COLOUR;
  context.lineWidth = 1.5;
  context.stroke();
}

function fillLabel(context: CanvasRenderingContext2D, text: string, at: Box<Px>, dog: boolean): void {
  context.beginPath();
  context.roundRect(at.x, at.y, at.w, at.h, 5);
  context.fillStyle = dog ? DOG_COLOUR : "rgb(24 26 30 / 0.86)";
  context.fill();
  context.fillStyle = dog ? "#1b1300" : NEUTRAL_COLOUR;
  context.fillText(text, at.x + LABEL_PADDING, at.y + at.h / 2 + 0.5);
}
