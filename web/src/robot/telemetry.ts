import type { TelemetryMessage } from "../api/messages";
import { useAppState } from "../state/store";

/** After so long without a word, what a robot said of itself says nothing of now. */
export const STALE_MS = 15_000;

/** How a robot is now; it may tell twenty times a second. */
export function hearOfRobot(message: TelemetryMessage): void {
  useAppState.getState().setTelemetry(message);
}

/** What was told last, and lately. now: the server's time, ms since the epoch. */
export function latestOf(
  telemetry: Readonly<Record<string, TelemetryMessage>>,
  now: number,
): TelemetryMessage | null {
  const fresh = Object.values(telemetry).filter(({ at }) => now - Date.parse(at) < STALE_MS);
  return fresh.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

/** The battery, the hottest servo, and the joints in degrees, in words. */
export function telemetryInWords({ battery, temperatures, joints }: TelemetryMessage): string[] {
  const hottest = Object.entries(temperatures).toSorted(([, a], [, b]) => b - a)[0];
  return [
    ...(battery === null ? [] : [`Battery ${Math.round(battery * 100)} %`]),
    ...(hottest ? [`${spaced(hottest[0])} ${Math.round(hottest[1])} °C`] : []),
    ...Object.entries(joints).map(([name, angle]) => `${spaced(name)} ${degrees(angle)}°`),
  ];
}

const spaced = (name: string) => name.replaceAll("_", " ");
const degrees = (radians: number) => Math.round((radians * 180) / Math.PI);
