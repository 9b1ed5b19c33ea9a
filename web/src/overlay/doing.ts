import type { Action } from "../api/messages";

const WORDS: Readonly<Record<string, string>> = {
  sit: "sits",
  stand: "stands",
  lie: "lies",
  walk: "walks",
  run: "runs",
  jump: "jumps",
  play_bow: "bows",
  dig: "digs",
  shake: "shakes",
};

const SURE_FROM = 0.5;

/** What each dog does with its body, in a word, by track; none for one of which we can't tell. */
export function doing(actions: readonly Action[]): ReadonlyMap<number, string> {
  const words = new Map<number, string>();
  for (const { trackId, label, probability } of actions) {
    const word = WORDS[label];
    // Of what the body does one label alone is more likely than a half.
    if (trackId !== null && word !== undefined && probability >= SURE_FROM) words.set(trackId, word);
  }
  return words;
}
