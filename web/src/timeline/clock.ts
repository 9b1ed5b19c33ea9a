const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** The clock to the second: "14:02:10" */
export const secondsInWords = (ms: number): string => clock.format(ms);
