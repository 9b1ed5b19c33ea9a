/** Whether the page has no room for two things beside each other: it is narrower than the `desk` of `styles.css`. */
export const isNarrow = (): boolean => !matchMedia("(width >= 64rem)").matches;
