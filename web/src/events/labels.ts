/** What an event may really have been, as one says it after "It was"; the labels that `app/corrections.py` takes. */
export const LABELS = {
  sit: "sitting",
  stand: "standing",
  lie: "lying down",
  run: "running",
  jump: "jumping",
  play_bow: "bowing to play",
  fetch: "fetching",
  fetch_success: "bringing it back",
  eat: "eating",
  drink: "drinking",
  calm: "being calm",
  bark: "barking",
  howl: "howling",
  whine: "whining",
  growl: "growling",
  enter_frame: "coming into view",
  leave_frame: "leaving the view",
  enter_zone: "going to a zone",
  leave_zone: "leaving a zone",
  nothing: "nothing of the kind",
} as const;

export type Label = keyof typeof LABELS;

export const NOTHING: Label = "nothing";

/** Whether it is an event that we told, and may be wrong about; a `mark` of the owner's own is not. */
export const isJudged = (type: string): type is Label => type in LABELS && type !== NOTHING;

export const labelInWords = (label: string): string =>
  (LABELS as Readonly<Record<string, string>>)[label] ?? label.replaceAll("_", " ");
