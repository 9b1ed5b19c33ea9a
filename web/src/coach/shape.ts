/** A check for each field of an object. */
export type Shape<Body> = { readonly [Key in keyof Body]: (value: unknown) => value is Body[Key] };

export const string = (value: unknown): value is string => typeof value === "string";

export const number = (value: unknown): value is number => typeof value === "number";

export const list =
  <Item>(item: (value: unknown) => value is Item) =>
  (value: unknown): value is readonly Item[] =>
    Array.isArray(value) && value.every(item);

/** Whether a value has all fields of a shape; it may have more. */
export function isOf<Body>(shape: Shape<Body>, value: unknown): value is Body {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (Object.keys(shape) as (keyof Body & string)[]).every((key) => shape[key](fields[key]));
}
