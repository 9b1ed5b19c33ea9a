import { textOf } from "../ui/field";

export type Recording = {
  readonly cameraId: string;
  readonly from: string;
  readonly to: string;
};

export const ENDS_BEFORE = "It has to end after it begins.";

/** What a form with `RecordingFields` says; null: it would end before it begins. */
export function recordingOf(data: FormData): Recording | null {
  const moment = (name: string) => new Date(textOf(data, name)).toISOString();
  const [from, to] = [moment("from"), moment("to")];
  return Date.parse(to) > Date.parse(from) ? { cameraId: textOf(data, "camera"), from, to } : null;
}
