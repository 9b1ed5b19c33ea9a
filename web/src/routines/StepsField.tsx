import { Plus, X } from "lucide-react";
import type { Camera } from "../api/client";
import { Button } from "../ui/Button";
import type { Step } from "./queries";

type Props = {
  readonly steps: readonly Step[];
  readonly onChange: (steps: readonly Step[]) => void;
  readonly cameras: readonly Camera[];
};

const FIELD = "min-h-11 min-w-0 rounded-lg border border-line bg-page px-3 text-base";
const MOST_STEPS = 10;

const KINDS: Readonly<Record<Step["type"], { readonly label: string; readonly begin: Step }>> = {
  notify: { label: "Tell me", begin: { type: "notify", text: "" } },
  snapshot: { label: "Keep a picture", begin: { type: "snapshot", cameraId: null } },
  clip: { label: "Keep a clip", begin: { type: "clip", cameraId: null, seconds: 30 } },
  summary: { label: "Tell me how the day was", begin: { type: "summary", day: "today" } },
  command: {
    label: "Have the robot do",
    begin: { type: "command", command: "treat", deviceId: null, parameters: {} },
  },
};

const isKind = (text: string): text is Step["type"] => text in KINDS;

/** What a routine does, one step after the other. */
export function StepsField({ steps, onChange, cameras }: Props) {
  const put = (index: number, step: Step) => onChange(steps.map((one, at) => (at === index ? step : one)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">What</legend>
      <ol className="flex flex-col gap-2">
        {steps.map((step, index) => (
          <li key={index} className="flex flex-wrap items-center gap-2">
            <select
              aria-label={`Step ${index + 1}`}
              value={step.type}
              onChange={({ target }) => {
                if (isKind(target.value)) put(index, KINDS[target.value].begin);
              }}
              className={FIELD}
            >
              {Object.entries(KINDS).map(([kind, { label }]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </select>
            <StepField step={step} onChange={(next) => put(index, next)} cameras={cameras} />
            {steps.length > 1 && (
              <Button
                look="ghost"
                aria-label={`Leave out step ${index + 1}`}
                onClick={() => onChange(steps.filter((_, one) => one !== index))}
              >
                <X size={16} aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ol>
      {steps.length < MOST_STEPS && (
        <Button look="ghost" className="self-start" onClick={() => onChange([...steps, KINDS.notify.begin])}>
          <Plus size={16} aria-hidden />
          Another step
        </Button>
      )}
    </fieldset>
  );
}

type StepFieldProps = {
  readonly step: Step;
  readonly onChange: (step: Step) => void;
  readonly cameras: readonly Camera[];
};

function StepField({ step, onChange, cameras }: StepFieldProps) {
  switch (step.type) {
    case "notify":
      return (
        <input
          aria-label="Text"
          required
          maxLength={500}
          placeholder="Time for a walk"
          value={step.text}
          onChange={({ target }) => onChange({ ...step, text: target.value })}
          className={`${FIELD} flex-1`}
        />
      );
    case "snapshot":
      return (
        <CameraSelect
          cameraId={step.cameraId}
          cameras={cameras}
          onChange={(cameraId) => onChange({ ...step, cameraId })}
        />
      );
    case "clip":
      return (
        <>
          <CameraSelect
            cameraId={step.cameraId}
            cameras={cameras}
            onChange={(cameraId) => onChange({ ...step, cameraId })}
          />
          <label className="flex items-center gap-2 text-sm text-muted">
            the last
            <input
              type="number"
              aria-label="Seconds"
              required
              min={5}
              max={120}
              value={step.seconds}
              onChange={({ target }) => onChange({ ...step, seconds: Number(target.value) })}
              className={`${FIELD} w-20 text-text`}
            />
            s
          </label>
        </>
      );
    case "summary":
      return (
        <select
          aria-label="Which day"
          value={step.day}
          onChange={({ target }) =>
            onChange({ ...step, day: target.value === "yesterday" ? "yesterday" : "today" })
          }
          className={FIELD}
        >
          <option value="today">today</option>
          <option value="yesterday">yesterday</option>
        </select>
      );
    case "command":
      return (
        <>
          <input
            aria-label="Command"
            required
            maxLength={100}
            pattern="[a-z][a-z0-9_]*"
            value={step.command}
            onChange={({ target }) => onChange({ ...step, command: target.value })}
            className={`${FIELD} flex-1`}
          />
          <p className="w-full text-xs text-muted">Without a robot that is connected, the history says so.</p>
        </>
      );
  }
}

type CameraSelectProps = {
  readonly cameraId: string | null;
  readonly cameras: readonly Camera[];
  readonly onChange: (cameraId: string | null) => void;
};

function CameraSelect({ cameraId, cameras, onChange }: CameraSelectProps) {
  return (
    <select
      aria-label="Camera"
      value={cameraId ?? ""}
      onChange={({ target }) => onChange(target.value || null)}
      className={FIELD}
    >
      <option value="">every camera</option>
      {cameras.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
