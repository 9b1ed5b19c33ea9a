import type { BatchRun } from "./queries";

const BUILT_IN = "built-in@built-in";

/** What a run says of an event that it tells otherwise. */
export const CHANGES = { added: "Only the run", gone: "Only live", moved: "Another time" } as const;

type Change = NonNullable<BatchRun["report"]>["changes"][number];

/** Whether live analysis looked less than half as often there as the run, which looked at `fps` pictures a second. */
export function isSparser({ liveFps }: Change, fps: number): boolean {
  return liveFps !== null && liveFps < fps / 2;
}

/** How often live analysis looked. */
export function liveRateInWords(liveFps: number): string {
  return `Live looked at ${rateInWords(liveFps)}`;
}

function rateInWords(fps: number): string {
  return `${fps.toLocaleString(undefined, { maximumFractionDigits: 1 })} ${fps === 1 ? "picture" : "pictures"} a second`;
}

/** Where it may be the reason that live analysis looked less often. */
export function sparserInWords(changes: readonly Change[], fps: number): string | undefined {
  const count = changes.filter((one) => isSparser(one, fps)).length;
  if (count === 0) return undefined;
  const those =
    changes.length === 1 ? "this moment" : `${String(count)} of these ${String(changes.length)} moments`;
  return `At ${those} live analysis looked less than half as often as the run, which looked at ${rateInWords(fps)}.`;
}

/** A moment (ms since the epoch) as a field for local times takes it: "2026-05-01T14:02". */
export function localTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** From when to when, on a clock. */
export function timesInWords(from: string, to: string, zone?: string): string {
  const time = new Intl.DateTimeFormat(undefined, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: zone,
  });
  return time.formatRange(new Date(from), new Date(to));
}

/** ` with garden@2`; nothing where all models are the settings' own. */
export function modelsInWords(models: Readonly<Record<string, string>>): string {
  const named = Object.values(models).filter((name) => name !== BUILT_IN);
  return named.length > 0 ? ` with ${named.join(", ")}` : "";
}

/** How far a run is, or what came of it. */
export function runInWords(run: BatchRun): string {
  switch (run.status) {
    case "queued":
      return "Waits for its turn";
    case "running":
      return `${String(run.lookedAt)} of ${String(run.segments ?? "?")} segments`;
    case "cancelled":
      return "Cancelled";
    case "failed":
      return `Failed: ${run.error ?? "for no reason that it tells"}`;
    case "done":
      return reportInWords(run);
  }
}

function reportInWords({ report }: BatchRun): string {
  const counts = Object.values(report?.counts ?? {});
  const total = (name: "kept" | "moved" | "added" | "gone") =>
    counts.reduce((sum, one) => sum + one[name], 0).toLocaleString();
  return `${total("kept")} events kept, ${total("moved")} moved, ${total("added")} added, ${total("gone")} gone`;
}
