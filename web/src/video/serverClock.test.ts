import { expect, it } from "vitest";
import { ServerClock } from "./serverClock";

const HOUR = 3_600_000;

it("is known by the message that was on its way for the shortest time", () => {
  const clock = new ServerClock();
  expect(clock.aheadMs).toBeNull();
  for (const [second, delay] of [80, 3, 250].entries()) {
    clock.heard(second * 1000 + HOUR, second * 1000 + delay);
  }
  expect(clock.aheadMs).toBe(HOUR - 3);
});

it("follows a clock that was changed", () => {
  const clock = new ServerClock();
  clock.heard(HOUR, 0);
  for (let second = 0; second < 200; second++) clock.heard(second * 1000, second * 1000 + 5);
  expect(clock.aheadMs).toBe(-5);
});
