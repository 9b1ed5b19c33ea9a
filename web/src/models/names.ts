export type NamedModel = { readonly name: string; readonly version: string };

/** The model that the settings name: it has no row, and is always there to go back to. */
export const BUILT_IN: NamedModel = { name: "built-in", version: "built-in" };

/** How a model is told: NAME@VERSION. */
export const fullNameOf = ({ name, version }: NamedModel): string => `${name}@${version}`;

/** How a model is called in a sentence: by its full name, if somebody gave it one. */
export const calledInWords = (fullName: string): string =>
  fullName === fullNameOf(BUILT_IN) ? "the built-in model" : fullName;

/** The same by itself, on a card or in a list. */
export const titleOf = (fullName: string): string =>
  fullName === fullNameOf(BUILT_IN) ? "Built in" : fullName;
