/** What the address of the live view says: which camera or all, and when; without `at` it is now. */
export type LiveSearch = {
  readonly camera?: string | undefined;
  /** A moment of the recording, RFC 3339. */
  readonly at?: string;
  /** All cameras beside each other, now. */
  readonly grid?: true;
};

/** Reads an address that anybody may have written. */
export const liveSearch = ({ camera, at, grid }: Record<string, unknown>): LiveSearch => ({
  ...(typeof camera === "string" && { camera }),
  ...(typeof at === "string" && !Number.isNaN(Date.parse(at)) && { at }),
  ...(grid === true && { grid }),
});
