import type { ModelReport } from "./queries";

export type ScoreRow = {
  readonly label: string;
  /** Of each model, as it is written; "–" where it has none. */
  readonly values: readonly string[];
  /** Whose is the best; null where they are alike, or one is missing. */
  readonly best: number | null;
};

/** The scores of models side by side: those by class below each other, then how long they took and how often they failed. */
export function scoreRows(models: readonly ModelReport[]): ScoreRow[] {
  const scores = models.map(({ scores }) => flat(scores));
  const labels = [...new Set(scores.flatMap((one) => [...one.keys()]))];
  return [
    ...labels.map((label) =>
      row(
        label,
        scores.map((one) => one.get(label)),
        (value) => value.toFixed(3),
        Math.max,
      ),
    ),
    row(
      "Half of the answers within",
      models.map(({ p50Ms }) => p50Ms),
      milliseconds,
      Math.min,
    ),
    row(
      "95 in a hundred within",
      models.map(({ p95Ms }) => p95Ms),
      milliseconds,
      Math.min,
    ),
    row(
      "Failures",
      models.map(({ failures }) => failures),
      String,
      Math.min,
    ),
  ];
}

/** `{mAP50: 0.6, AP50: {dog: 0.7}}` as `mAP50` and `AP50 dog`. */
function flat(scores: ModelReport["scores"]): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(scores).flatMap(([name, value]) =>
      typeof value === "number"
        ? [[name, value] as const]
        : Object.entries(value).map(([label, one]) => [`${name} ${label}`, one] as const),
    ),
  );
}

function row(
  label: string,
  values: readonly (number | undefined)[],
  write: (value: number) => string,
  bestOf: (...values: number[]) => number,
): ScoreRow {
  const known = values.filter((one) => one !== undefined);
  const written = values.map((one) => (one === undefined ? "–" : write(one)));
  const isDecided = known.length === values.length && new Set(written).size > 1;
  return { label, values: written, best: isDecided ? values.indexOf(bestOf(...known)) : null };
}

const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
