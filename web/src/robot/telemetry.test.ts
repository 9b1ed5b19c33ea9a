import { expect, it } from "vitest";
import type { TelemetryMessage } from "../api/messages";
import { latestOf, STALE_MS, telemetryInWords } from "./telemetry";

const said = (change: Partial<TelemetryMessage> = {}): TelemetryMessage => ({
  type: "telemetry",
  deviceId: "d1",
  at: "2025-10-24T10:30:00.000Z",
  joints: { front_left: Math.PI / 2 },
  temperatures: { hip: 31.2, knee: 44.6 },
  battery: 0.834,
  ...change,
});
const NOW = Date.parse("2025-10-24T10:30:00.000Z");

it("tells the battery, the hottest servo and the joints in degrees", () => {
  expect(telemetryInWords(said())).toEqual(["Battery 83 %", "knee 45 °C", "front left 90°"]);
  expect(telemetryInWords(said({ battery: null, temperatures: {}, joints: {} }))).toEqual([]);
});

it("takes the newest of several robots, and none that has been silent for long", () => {
  const newer = said({ deviceId: "d2", at: "2025-10-24T10:30:01.000Z" });
  expect(latestOf({ d1: said(), d2: newer }, NOW + 2000)).toBe(newer);
  expect(latestOf({ d1: said() }, NOW + STALE_MS)).toBeNull();
  expect(latestOf({}, NOW)).toBeNull();
});
