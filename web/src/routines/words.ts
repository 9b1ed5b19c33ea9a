import type { Camera } from "../api/client";
import { clockInWords } from "../events/time";
import type { Routine, RoutineRun, Step, StepOutcome } from "./queries";
import { listed } from "./when";

const DAY = 24 * 60 * 60_000;
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

/** "today at 18:00", "tomorrow at 07:00", "Friday at 18:00", "Mon, 2 Mar at 12:00": a moment to come. */
export function comingInWords(at: number, now: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY);
  const day = days === 0 ? "today" : days === 1 ? "tomorrow" : (days < 7 ? weekday : date).format(at);
  return `${day} at ${clockInWords(at)}`;
}

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** The routine that comes next, in a sentence; null when none does. */
export function nextInWords(routines: readonly Routine[], now: number): string | null {
  const coming = routines.flatMap(({ name, nextRuns }) =>
    nextRuns[0] === undefined ? [] : [{ name, at: Date.parse(nextRuns[0]) }],
  );
  const [next] = coming.sort((a, b) => a.at - b.at);
  return next ? `Next: ${next.name}, ${comingInWords(next.at, now)}.` : null;
}

/** What the steps do, in a line. */
export function stepsInWords(steps: readonly Step[], cameras: readonly Camera[]): string {
  const words = listed(steps.map((step) => stepInWords(step, cameras)));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function stepInWords(step: Step, cameras: readonly Camera[]): string {
  switch (step.type) {
    case "notify":
      return `tell me “${step.text}”`;
    case "snapshot":
      return `keep a picture of ${cameraInWords(step.cameraId, cameras)}`;
    case "clip":
      return `keep the last ${step.seconds} s of ${cameraInWords(step.cameraId, cameras)}`;
    case "summary":
      return `tell me how ${step.day} was`;
    case "command":
      return `have the robot do “${step.command}”`;
  }
}

const cameraInWords = (id: string | null, cameras: readonly Camera[]) =>
  id === null ? "every camera" : (cameras.find((one) => one.id === id)?.name ?? "a camera that is gone");

/** What became of a run, in a few words. */
export function runInWords({ status, steps, stepCount, error }: RoutineRun): string {
  switch (status) {
    case "queued":
      return "Begins in a moment";
    case "processing":
      return `Under way, ${steps.length} of ${stepCount} done`;
    case "complete":
      return "Done";
    case "missed":
      return "Skipped: nobody was there for it";
    case "failed":
      return `Not all of it was done${error === null ? "" : `: ${error}`}`;
  }
}

export const OUTCOMES: Readonly<Record<StepOutcome["status"], string>> = {
  done: "Done",
  failed: "Failed",
  unavailable: "Not available",
};

export const isOpen = ({ status }: Pick<RoutineRun, "status">): boolean =>
  status === "queued" || status === "processing";
