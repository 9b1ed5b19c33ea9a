import { describe, expect, it } from "vitest";
import { draftOf, finished, isChanged, MOST_LABELS, withLabel, withoutLabel } from "./draft";

const before = { labels: ["fetch"], note: "Three in a row!" };
const draft = draftOf(before);

describe("labels and a note that are being written", () => {
  it("begin as they are, and change nothing", () => {
    expect(finished(draft)).toEqual(before);
    expect(isChanged(draft, before)).toBe(false);
    expect(isChanged(draftOf({ labels: [], note: null }), { labels: [], note: null })).toBe(false);
  });

  it.each([
    ["  ball ", ["fetch", "ball"]],
    ["fetch", ["fetch"]],
    ["   ", ["fetch"]],
    ["x".repeat(60), ["fetch", "x".repeat(50)]],
  ])("take %j as a label once, trimmed and bounded", (label, labels) => {
    expect(withLabel({ ...draft, label })).toEqual({ ...draft, labels, label: "" });
  });

  it("take no more labels than the server does", () => {
    const labels = Array.from({ length: MOST_LABELS }, (_, number) => `label ${number}`);
    expect(withLabel({ ...draft, labels, label: "one more" }).labels).toEqual(labels);
  });

  it("save a label that was typed and not added", () => {
    expect(finished({ ...draft, label: "ball" }).labels).toEqual(["fetch", "ball"]);
    expect(isChanged({ ...draft, label: "ball" }, before)).toBe(true);
  });

  it("have no note when all of it was taken away", () => {
    const emptied = withoutLabel({ ...draft, note: " \n" }, "fetch");
    expect(finished(emptied)).toEqual({ labels: [], note: null });
    expect(isChanged(emptied, before)).toBe(true);
  });
});
