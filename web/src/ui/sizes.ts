const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A size as people say it: "12.3 MB", by powers of a thousand as disks are sold. */
export function sizeInWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power] ?? ""}`;
}
