/** What the gallery is narrowed down to; what is left out is not asked for. */
export type GalleryFilter = {
  /** A part of a note or of a label. */
  readonly q?: string | undefined;
  readonly label?: string | undefined;
  readonly camera?: string | undefined;
};

/** What the address of the gallery says: what is listed, and which moment is open. */
export type GallerySearch = GalleryFilter & { readonly clip?: string; readonly snapshot?: string };

/** As the API takes them. */
export const LONGEST_SEARCH = 100;
export const LONGEST_LABEL = 50;

/** Reads an address that anybody may have written. */
export const gallerySearch = ({
  q,
  label,
  camera,
  clip,
  snapshot,
}: Record<string, unknown>): GallerySearch => ({
  ...(isText(q, LONGEST_SEARCH) && { q }),
  ...(isText(label, LONGEST_LABEL) && { label }),
  ...(typeof camera === "string" && { camera }),
  ...(typeof clip === "string" && { clip }),
  ...(typeof snapshot === "string" && { snapshot }),
});

/** The list that an address asks for, without the moment that is open. */
export const filterOf = ({ q, label, camera }: GallerySearch): GalleryFilter => ({ q, label, camera });

export const isNarrowed = (filter: GalleryFilter): boolean =>
  Object.values(filter).some((one) => one !== undefined);

const isText = (value: unknown, longest: number): value is string =>
  typeof value === "string" && value.trim() !== "" && value.length <= longest;
