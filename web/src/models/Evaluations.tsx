import { useQuery } from "@tanstack/react-query";
import { camerasQuery } from "../api/queries";
import { timeInWords } from "../events/time";
import { timesInWords } from "../runs/words";
import { Section } from "../settings/Section";
import { Button } from "../ui/Button";
import { EMPTY, LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { Remove } from "../ui/Remove";
import { EvaluationReport } from "./EvaluationReport";
import { evaluationsQuery, isOpen, type Evaluation } from "./queries";
import { useEndEvaluation } from "./useModels";

/** Models beside each other on labelled sets: how far they are, and what came of them. */
export function Evaluations({ now }: { readonly now: number }) {
  const evaluations = useQuery(evaluationsQuery);
  return (
    <Section
      title="Evaluations"
      about="Two models over the same labelled set, or the same recordings, before one of them answers anybody."
    >
      <Loaded query={evaluations} what="your evaluations">
        {(all) =>
          all.length === 0 ? (
            <p className={EMPTY}>None in the last thirty days. Touch “Evaluate” at a model of yours.</p>
          ) : (
            <ul aria-label="Evaluations, newest first" className={LIST}>
              {all.map((one) => (
                <EvaluationRow key={one.id} evaluation={one} now={now} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

type RowProps = { readonly evaluation: Evaluation; readonly now: number };

function EvaluationRow({ evaluation, now }: RowProps) {
  const end = useEndEvaluation();
  const { report, progress, status, error, archive } = evaluation;
  const when = timeInWords(Date.parse(evaluation.createdAt), now);
  const title = report ? report.models.map(({ name }) => name).join(" beside ") : "Evaluation";
  return (
    <li className="flex flex-col gap-2 p-4">
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="font-medium break-all">{title}</h3>
          <p className="text-sm text-muted">
            {when}
            {archive && <RecordingName archive={archive} />}
          </p>
        </div>
        {isOpen(evaluation) ? (
          <Button disabled={end.isPending} onClick={() => end.mutate(evaluation)}>
            Cancel
          </Button>
        ) : (
          <Remove
            name={`the evaluation of ${when}`}
            consequence="Its figures and its pictures go. The models stay."
            onRemove={() => end.mutate(evaluation)}
          />
        )}
      </div>
      {isOpen(evaluation) && (
        <div className="flex items-center gap-3 text-sm text-muted tabular-nums">
          <progress value={progress} aria-label="How far it is" className="h-1.5 flex-1 accent-dog" />
          {status === "queued" ? "Waits for its turn" : `${Math.round(progress * 100)} %`}
        </div>
      )}
      {status === "failed" && <p className="text-sm text-alarm">{error ?? "It failed."}</p>}
      {report && <EvaluationReport report={report} sheetUrl={evaluation.sheetUrl} />}
    </li>
  );
}

function RecordingName({ archive }: { readonly archive: NonNullable<Evaluation["archive"]> }) {
  const { data: cameras } = useQuery(camerasQuery);
  const camera = cameras?.find(({ id }) => id === archive.cameraId)?.name ?? "a camera";
  return `, on recordings of ${camera}, ${timesInWords(archive.from, archive.to)}`;
}
