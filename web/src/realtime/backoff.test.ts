import { expect, it } from "vitest";
import { backoffMs } from "./backoff";

it("doubles up to 15 s, spread over the upper half", () => {
  const bounds = [1, 2, 3, 6, 40].map((attempt) => [
    backoffMs(attempt, () => 0),
    backoffMs(attempt, () => 1),
  ]);
  expect(bounds).toEqual([
    [250, 500],
    [500, 1000],
    [1000, 2000],
    [7500, 15_000],
    [7500, 15_000],
  ]);
});
