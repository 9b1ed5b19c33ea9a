import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { camerasQuery } from "../api/queries";
import { FIELD, LABEL } from "../ui/field";
import { localTime } from "./words";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whose recordings, and of which time: `camera`, `from` and `to` of a form. */
export function RecordingFields() {
  const { data: cameras } = useQuery(camerasQuery);
  const [now] = useState(() => Date.now());
  return (
    <>
      <label className={LABEL}>
        Camera
        <select name="camera" required className={FIELD}>
          {cameras?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <Time name="from" label="From" at={now - DAY_MS} />
        <Time name="to" label="To" at={now} />
      </div>
    </>
  );
}

type TimeProps = { readonly name: string; readonly label: string; readonly at: number };

function Time({ name, label, at }: TimeProps) {
  return (
    <label className={LABEL}>
      {label}
      <input name={name} type="datetime-local" required defaultValue={localTime(at)} className={FIELD} />
    </label>
  );
}
