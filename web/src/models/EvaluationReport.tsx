import type { ModelReport, Report } from "./queries";
import { scoreRows, type ScoreRow } from "./scores";
import { percent } from "./words";

type Props = { readonly report: Report; readonly sheetUrl: string | null };

const CELL = "px-3 py-1.5 text-right tabular-nums first:pl-0 first:text-left";

/** What came of an evaluation: scores side by side, where the two differ, and what was taken for what. */
export function EvaluationReport({ report, sheetUrl }: Props) {
  const { models, inputs, labelled, agreement, unreadable } = report;
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm">
      <p className="text-muted">
        {inputs} {report.type === "sound" ? "sounds" : "pictures"}
        {typeof labelled === "number" && labelled < inputs && `, ${String(labelled)} of them labelled by you`}
        {agreement !== null && `, they agree by ${percent(agreement)}`}
        {unreadable.length > 0 && `; could not be read: ${unreadable.join(", ")}`}.
      </p>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Scores">
        <table className="w-full">
          <thead>
            <tr className="border-b border-line text-muted">
              <th scope="col" className={`${CELL} font-medium`}>
                Score
              </th>
              {models.map(({ name }) => (
                <th key={name} scope="col" className={`${CELL} font-medium break-all`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scoreRows(models).map((row) => (
              <Row key={row.label} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {sheetUrl !== null && (
        <figure className="flex flex-col gap-1">
          <img
            src={sheetUrl}
            alt="The pictures on which the two differ most, beside each other"
            loading="lazy"
            className="w-full rounded-lg border border-line"
          />
          <figcaption className="text-muted">
            Where they differ most: {models[0]?.name} at the left, {models[1]?.name} at the right.
          </figcaption>
        </figure>
      )}
      {models.map((model) => (
        <Confusion key={model.name} model={model} />
      ))}
    </div>
  );
}

function Row({ row: { label, values, best } }: { readonly row: ScoreRow }) {
  return (
    <tr className="border-b border-line last:border-b-0">
      <th scope="row" className={`${CELL} font-normal`}>
        {label}
      </th>
      {values.map((value, index) => (
        <td key={index} className={`${CELL} ${best === index ? "font-semibold" : "text-muted"}`}>
          {value}
        </td>
      ))}
    </tr>
  );
}

/** What was taken for what: a row for what it was, a column for what was told. */
function Confusion({ model: { name, confusion } }: { readonly model: ModelReport }) {
  const labels = Object.keys(confusion);
  if (labels.length === 0) return null;
  const told = [...new Set(Object.values(confusion).flatMap((row) => Object.keys(row)))];
  return (
    <details>
      <summary className="min-h-11 content-center text-muted">What {name} took for what</summary>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={`What ${name} took for what`}>
        <table>
          <thead>
            <tr className="text-muted">
              <th scope="col" className={`${CELL} font-medium`}>
                It was
              </th>
              {told.map((label) => (
                <th key={label} scope="col" className={`${CELL} font-medium`}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label) => (
              <tr key={label}>
                <th scope="row" className={`${CELL} font-normal`}>
                  {label}
                </th>
                {told.map((one) => (
                  <td key={one} className={`${CELL} ${one === label ? "font-semibold" : ""}`}>
                    {confusion[label]?.[one] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
