import type { RecordingStatus } from "../api/client";
import { sinceInWords } from "../events/time";

export type RecordingWords = { readonly text: string; readonly isTrouble: boolean };

const WHY: Readonly<Record<NonNullable<RecordingStatus["reason"]>, string>> = {
  source_away: "it sends no picture",
  writer_behind: "the disk is slower than the camera",
  disk_full: "the disk is full",
  disk_failed: "the disk refuses to write",
  process_killed: "the recording was interrupted",
  system_stopped: "Pawsight was stopped",
  segment_lost: "a file is gone",
  camera_off: "the camera is off",
  recording_off: "its recording is off",
};

/** Why a time was not recorded: "it sends no picture". */
export const whyMissing = (reason: NonNullable<RecordingStatus["reason"]>): string => WHY[reason];

/** What the owner did herself is no trouble. */
const WISHED: ReadonlySet<string> = new Set(["camera_off", "recording_off"]);

/** Whether what is seen is kept, and if not, since when and why; null while nobody knows. */
export function recordingInWords(recording: RecordingStatus | null, now: number): RecordingWords | null {
  if (recording === null) return null;
  const { state, reason, since } = recording;
  if (state === "recording") return { text: "Recording", isTrouble: false };
  if (state === "off") return { text: "Not recording: its recording is off", isTrouble: false };
  const when = since === null ? "" : ` since ${sinceInWords(Date.parse(since), now)}`;
  const why = reason === null ? "" : `: ${WHY[reason]}`;
  return { text: `Not recording${when}${why}`, isTrouble: reason === null || !WISHED.has(reason) };
}
