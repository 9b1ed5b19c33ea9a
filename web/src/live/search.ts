/** What the address of the live view says: which camera, and when; without `at` it is now. */
export type LiveSearch = {
  readonly camera?: string;
  /** A moment of the recording, RFC 3339. */
  readonly at?: string;
};

/** Reads an address that anybody may have written. */
export const liveSearch = ({ camera, at }: Record<string, unknown>): LiveSearch => ({
  ...(typeof camera === "string" && { camera }),
  ...(typeof at === "string" && !Number.isNaN(Date.parse(at)) && { at }),
});
