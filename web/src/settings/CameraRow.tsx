import { Check, Pencil, Smartphone, Spline } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import type { Camera } from "../api/client";
import { Button } from "../ui/Button";
import { Remove } from "../ui/Remove";
import { Toggle } from "../ui/Toggle";
import { useChangeCamera } from "./useCameras";

type Props = {
  readonly camera: Camera;
  readonly onRemove: () => void;
  /** Show how a phone or laptop becomes this camera. */
  readonly onConnect: () => void;
  /** Draw zones on its picture. */
  readonly onZones: () => void;
};

/** One camera: its name and state, on and off, rename, delete. */
export function CameraRow({ camera, onRemove, onConnect, onZones }: Props) {
  const [renaming, setRenaming] = useState(false);
  const change = useChangeCamera(camera);
  return (
    <li className="flex min-h-18 items-center gap-2 py-2 pr-2 pl-4 phone:flex-wrap phone:justify-end phone:gap-y-0">
      {renaming ? (
        <Rename
          name={camera.name}
          onDone={(name) => {
            setRenaming(false);
            if (name !== camera.name) change.mutate({ name });
          }}
        />
      ) : (
        <div className="min-w-0 flex-1 phone:basis-full">
          <p className="truncate font-medium">{camera.name}</p>
          <p className="truncate text-sm text-muted">
            {stateInWords(camera)} · {sourceInWords(camera)}
          </p>
        </div>
      )}
      {!renaming && camera.source.kind === "push" && (
        <Button look="ghost" aria-label={`Open ${camera.name} on a phone`} onClick={onConnect}>
          <Smartphone size={17} aria-hidden />
        </Button>
      )}
      <Toggle
        label={`${camera.name} on`}
        isOn={camera.enabled}
        onChange={(enabled) => change.mutate({ enabled })}
      />
      {!renaming && (
        <Button look="ghost" aria-label={`Zones of ${camera.name}`} onClick={onZones}>
          <Spline size={17} aria-hidden />
        </Button>
      )}
      {!renaming && (
        <Button look="ghost" aria-label={`Rename ${camera.name}`} onClick={() => setRenaming(true)}>
          <Pencil size={17} aria-hidden />
        </Button>
      )}
      <Remove
        name={camera.name}
        consequence="It stops watching, and a video that you uploaded is deleted. The events that it saw stay."
        onRemove={onRemove}
      />
    </li>
  );
}

function Rename({ name, onDone }: { readonly name: string; readonly onDone: (name: string) => void }) {
  const [text, setText] = useState(name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onDone(text.trim() || name);
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-1 gap-1 phone:basis-full">
      <input
        aria-label="Name"
        autoFocus
        maxLength={100}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => {
          if (key === "Escape") onDone(name);
        }}
        className="min-h-11 w-full min-w-0 rounded-lg border border-line bg-page px-3"
      />
      <Button type="submit" look="ghost" aria-label="Save the name">
        <Check size={18} aria-hidden />
      </Button>
    </form>
  );
}

function stateInWords({ status }: Camera): string {
  switch (status.state) {
    case "live":
      return "Live";
    case "starting":
      return "Starting";
    case "off":
      return "Switched off";
    case "away":
    case "error":
      return status.reason === null ? "Sends no picture" : `Sends no picture: ${status.reason}`;
  }
}

function sourceInWords({ source }: Camera): string {
  switch (source.kind) {
    case "url":
      return source.url;
    case "file":
      return source.fileName;
    case "push":
      return "A phone or laptop";
  }
}
