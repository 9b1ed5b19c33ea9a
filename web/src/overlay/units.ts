/**
 * Units of the overlay, branded so that a fraction of the frame is never taken for a pixel.
 * Positions are measured from the top left corner, x to the right, y down.
 */
declare const unit: unique symbol;

/** A part of the frame's width or height, 0..1. */
export type Fraction = number & { readonly [unit]: "fraction of the frame" };

/** A CSS pixel of the stage on which the picture is shown. */
export type Px = number & { readonly [unit]: "CSS pixel" };

export type Size<U extends number> = { readonly width: U; readonly height: U };

/** A box by its top left corner. */
export type Box<U extends number> = { readonly x: U; readonly y: U; readonly w: U; readonly h: U };

export const px = (value: number): Px => value as Px;

/** Clamps what came over the wire into 0..1; NaN becomes 0. */
export const fraction = (value: number): Fraction => Math.min(Math.max(value || 0, 0), 1) as Fraction;
