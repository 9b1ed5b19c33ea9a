export type NamedModel = { readonly name: string; readonly version: string };

/** The model that the settings name: it has no row, and is always there to go back to. */
export const BUILT_IN: NamedModel = { name: "built-in", version: "built-in" };

/** How a model is told: NAME@VERSION. */
export const fullNameOf = ({ name, version }: NamedModel): string => `${name}@${version}`;
