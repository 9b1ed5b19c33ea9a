import type { Notes } from "./moments";
import { LONGEST_LABEL } from "./search";

/** As the API takes them. */
export const MOST_LABELS = 20;
export const LONGEST_NOTE = 2000;

/** Labels and a note that are being written. */
export type Draft = {
  readonly labels: readonly string[];
  /** The label that is typed just now. */
  readonly label: string;
  readonly note: string;
};

export const draftOf = ({ labels, note }: Notes): Draft => ({ labels, label: "", note: note ?? "" });

/** The label that is typed joins the others; what is there already, and one too many, does not. */
export function withLabel(draft: Draft): Draft {
  const label = draft.label.trim().slice(0, LONGEST_LABEL);
  const isNew = label !== "" && !draft.labels.includes(label) && draft.labels.length < MOST_LABELS;
  return { ...draft, labels: isNew ? [...draft.labels, label] : draft.labels, label: "" };
}

export const withoutLabel = (draft: Draft, label: string): Draft => ({
  ...draft,
  labels: draft.labels.filter((one) => one !== label),
});

/** What is saved of it; a label that was typed and not added yet counts too. */
export function finished(draft: Draft): Notes {
  const note = draft.note.trim();
  return { labels: withLabel(draft).labels, note: note === "" ? null : note };
}

/** Whether saving it would change anything. */
export function isChanged(draft: Draft, before: Notes): boolean {
  const { labels, note } = finished(draft);
  return note !== before.note || labels.join("\n") !== before.labels.join("\n");
}
