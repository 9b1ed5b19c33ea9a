import { expect, it } from "vitest";
import type { ModelReport } from "./queries";
import { scoreRows } from "./scores";

const aReport = (change: Partial<ModelReport>): ModelReport => ({
  name: "a@1",
  scores: {},
  confusion: {},
  p50Ms: 40,
  p95Ms: 90,
  failures: 0,
  ...change,
});

it("puts scores side by side, with those by class on lines of their own, and tells which is better", () => {
  const rows = scoreRows([
    aReport({ scores: { mAP50: 0.61, AP50: { dog: 0.7, cat: 0.5 } } }),
    aReport({ name: "b@1", scores: { mAP50: 0.58, AP50: { dog: 0.7 } }, p50Ms: 9.26, failures: 2 }),
  ]);
  expect(rows).toEqual([
    { label: "mAP50", values: ["0.610", "0.580"], best: 0 },
    { label: "AP50 dog", values: ["0.700", "0.700"], best: null },
    { label: "AP50 cat", values: ["0.500", "–"], best: null },
    { label: "Half of the answers within", values: ["40 ms", "9.3 ms"], best: 1 },
    { label: "95 in a hundred within", values: ["90 ms", "90 ms"], best: null },
    { label: "Failures", values: ["0", "2"], best: 0 },
  ]);
});
