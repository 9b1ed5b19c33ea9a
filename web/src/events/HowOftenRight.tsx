import { useQuery } from "@tanstack/react-query";
import { correctionsQuery, precisionOf } from "./corrections";
import { labelInWords } from "./labels";

/** Of what was judged, how much was right: by kind of event, in this home. */
export function HowOftenRight() {
  const { data } = useQuery(correctionsQuery);
  if (!data) return null;
  const kinds = precisionOf(data);
  return (
    <section aria-labelledby="right-title" className="flex flex-col gap-3">
      <h2 id="right-title" className="text-base font-semibold">
        How often are we right?
      </h2>
      {kinds.length === 0 ? (
        <p className="text-sm text-muted">
          Nobody has said so yet. A thumb up or down beside an event tells us, and trains the next models.
        </p>
      ) : (
        <dl className="grid max-w-xl grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2 text-sm">
          {kinds.map(({ type, right, judged }) => (
            <div key={type} className="contents">
              <dt className="first-letter:uppercase">{labelInWords(type)}</dt>
              <dd aria-hidden className="h-2 rounded-full bg-raised">
                <div
                  className="h-full rounded-full bg-dog-text"
                  style={{ width: `${(right / judged) * 100}%` }}
                />
              </dd>
              <dd className="text-right text-muted tabular-nums">
                {right} of {judged}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
