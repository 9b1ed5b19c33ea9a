import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { Section } from "../settings/Section";
import { SettingsFrame } from "../settings/SettingsFrame";
import { Button } from "../ui/Button";
import { EMPTY, FIELD, LABEL, LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { Secret } from "../ui/Secret";
import { useNow } from "../ui/useNow";
import { DeviceRow } from "./DeviceRow";
import { devicesQuery, type Device, type DeviceWithToken } from "./queries";
import { useAddDevice, useDeviceRemoval } from "./useDevices";

/** Robots that may connect: register one, see how it is and what it can do, forget it. */
export function RobotView() {
  const devices = useQuery(devicesQuery);
  const { removed, remove } = useDeviceRemoval();
  const [made, setMade] = useState<DeviceWithToken | null>(null);
  const now = useNow(10_000);
  const shown = devices.data?.filter(({ id }) => !removed.has(id));
  return (
    <SettingsFrame title="Robot" summary={shown && summaryOf(shown)}>
      <Section
        title="Robots"
        about="A robot connects by itself, with a token of its own, and says what it can do. The token lets it do nothing else."
      >
        <Loaded query={devices} what="your robots">
          {() =>
            shown && shown.length > 0 ? (
              <ul aria-label="Your robots" className={LIST}>
                {shown.map((device) => (
                  <DeviceRow
                    key={device.id}
                    device={device}
                    now={now}
                    onToken={setMade}
                    onRemove={() => remove(device)}
                  />
                ))}
              </ul>
            ) : (
              <p className={EMPTY}>
                No robot yet. Everything else works without one. Register it here, and give it the token that
                you are shown.
              </p>
            )
          }
        </Loaded>
        <AddDevice onMade={setMade} />
      </Section>
      {made && (
        <Secret title={`The token of ${made.name}`} secret={made.token} onClose={() => setMade(null)}>
          Give it to the robot: with it, it signs in to {location.origin.replace(/^http/, "ws")}/ws/device.
        </Secret>
      )}
    </SettingsFrame>
  );
}

function summaryOf(devices: readonly Device[]): string {
  const online = devices.filter(({ status }) => status === "online");
  if (online.length > 0) return `${online.map(({ name }) => name).join(", ")} connected.`;
  return devices.length === 0 ? "No robot is registered." : "No robot is connected.";
}

function AddDevice({ onMade }: { readonly onMade: (device: DeviceWithToken) => void }) {
  const [open, setOpen] = useState(false);
  const add = useAddDevice();
  if (!open) {
    return (
      <Button onClick={() => setOpen(true)} className="self-start">
        <Plus size={18} aria-hidden />
        Register a robot
      </Button>
    );
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    if (typeof name !== "string") return;
    add.mutate(name.trim(), {
      onSuccess: (device) => {
        setOpen(false);
        onMade(device);
      },
    });
  };
  return (
    <form onSubmit={submit} aria-label="Register a robot" className="flex flex-wrap items-end gap-2">
      <label className={`${LABEL} min-w-48 flex-1`}>
        Name
        <input name="name" required maxLength={100} autoFocus placeholder="Rover" className={FIELD} />
      </label>
      <Button look="ghost" onClick={() => setOpen(false)}>
        Cancel
      </Button>
      <Button type="submit" look="primary" disabled={add.isPending}>
        Register
      </Button>
    </form>
  );
}
