import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useAppState } from "../state/store";
import { useNow } from "../ui/useNow";
import { devicesQuery } from "./queries";
import { latestOf, telemetryInWords } from "./telemetry";

/**
 * How a robot is, below the live picture, and the policies that it could follow. There are none to choose yet, with a
 * robot or without, and it says why.
 */
export function RobotStrip() {
  const { data: devices = [] } = useQuery(devicesQuery);
  const telemetry = useAppState((state) => state.telemetry);
  const skew = useAppState((state) => state.clockSkewMs);
  const why = useId();
  const latest = latestOf(telemetry, useNow(1000) + skew);
  const connected = devices.find(({ status }) => status === "online");
  const told = devices.find(({ id }) => id === latest?.deviceId) ?? connected;
  return (
    <section
      aria-label="Robot"
      className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-1 text-xs text-muted desk:px-0"
    >
      <p className="flex min-w-0 flex-wrap gap-x-3 tabular-nums">
        {told && <span className="font-medium text-text">{told.name}</span>}
        {latest
          ? telemetryInWords(latest).map((one) => <span key={one}>{one}</span>)
          : told && <span>says nothing of itself</span>}
      </p>
      <div className="flex items-center gap-2">
        <span id={why}>
          {connected ? `${connected.name} brings no policy to choose.` : "No robot is connected."}
        </span>
        <select
          aria-label="Policy"
          aria-describedby={why}
          disabled
          className="rounded-md border border-line bg-panel px-2 py-1 opacity-60"
        >
          <option>No policy</option>
        </select>
      </div>
    </section>
  );
}
