import type { FrameMessage } from "../api/messages";
import { AnalysedFrames, type Sighting } from "./analysedFrames";
import { backingStore, contain } from "./contain";
import { drawScene } from "./draw";
import { px, type Px, type Size } from "./units";

/** The picture that is on the screen: when it was captured (ms, the camera's clock) and its size in pixels. */
export type Shown = { readonly captureMs: number; readonly size: Size<number> };

const NOTHING: readonly Sighting[] = [];

/** The canvas above the picture: draws on it the boxes of the very frame that is shown, whoever shows it. */
export class FrameOverlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #analysed = new AnalysedFrames();
  #stage: Size<Px> = { width: px(0), height: px(0) };
  #pixelRatio = 1;
  #visible = true;
  #showsSkeletons = true;
  #shown: Shown | null = null;
  #drawn: readonly Sighting[] | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** When the picture that is on the screen was captured, and what is drawn on it; null before the first. */
  get seen(): { readonly captureMs: number; readonly sightings: readonly Sighting[] } | null {
    return this.#shown && { captureMs: this.#shown.captureMs, sightings: this.#sightings() };
  }

  show(shown: Shown): void {
    const before = this.#shown?.size;
    if (before?.width !== shown.size.width || before.height !== shown.size.height) this.#drawn = null;
    this.#shown = shown;
    this.#draw();
  }

  /** An answer came, before or after its picture. */
  answer(message: FrameMessage): void {
    this.#analysed.add(message);
    this.#draw();
  }

  /** Forgets all answers: what is shown next may be of any other time. */
  forget(): void {
    this.#analysed.clear();
    this.#draw();
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#draw();
  }

  setSkeletons(shown: boolean): void {
    this.#showsSkeletons = shown;
    this.#drawn = null;
    this.#draw();
  }

  /** The stage's size in CSS pixels; the canvas is given one pixel of backing store for each of the screen. */
  resize(stage: Size<Px>, devicePixelRatio: number): void {
    this.#stage = stage;
    this.#pixelRatio = devicePixelRatio;
    const { width, height } = backingStore(stage, devicePixelRatio);
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#drawn = null;
    this.#draw();
  }

  #draw(): void {
    if (!this.#context) return;
    const sightings = this.#sightings();
    // A canvas that changes costs the browser more than all that is drawn on it.
    if (sightings === this.#drawn) return;
    this.#drawn = sightings;
    drawScene(this.#context, {
      stage: this.#stage,
      picture: contain(this.#shown?.size ?? { width: 0, height: 0 }, this.#stage),
      devicePixelRatio: this.#pixelRatio,
      sightings,
      showsSkeletons: this.#showsSkeletons,
    });
    // Chromium (seen in 143) may go on showing an old buffer of a canvas that is only ever cleared.
    this.#canvas.style.visibility = sightings.length > 0 ? "visible" : "hidden";
  }

  #sightings(): readonly Sighting[] {
    return this.#shown && this.#visible ? this.#analysed.at(this.#shown.captureMs) : NOTHING;
  }
}
