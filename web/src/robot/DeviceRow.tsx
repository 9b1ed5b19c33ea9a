import { KeyRound } from "lucide-react";
import { timeInWords } from "../events/time";
import { Button } from "../ui/Button";
import { Confirm } from "../ui/Confirm";
import { Remove } from "../ui/Remove";
import type { Device, DeviceWithToken } from "./queries";
import { useCommand, useRenewToken } from "./useDevices";

type Props = {
  readonly device: Device;
  /** ms since the epoch. */
  readonly now: number;
  /** It has another token, to be shown. */
  readonly onToken: (device: DeviceWithToken) => void;
  readonly onRemove: () => void;
};

/** One robot: whether it is there, what it can do, another token, forget it. */
export function DeviceRow({ device, now, onToken, onRemove }: Props) {
  const renew = useRenewToken(device);
  const command = useCommand(device);
  const { name, status, lastSeenAt, capabilities } = device;
  const isOnline = status === "online";
  return (
    <li className="flex flex-col gap-2 py-3 pr-2 pl-4">
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-medium">{name}</h3>
          <p className="text-sm text-muted">
            <span
              aria-hidden
              className={`mr-2 inline-block size-2 rounded-full ${isOnline ? "bg-dog" : "bg-line"}`}
            />
            {isOnline
              ? "Connected"
              : lastSeenAt === null
                ? "Never connected"
                : `Not connected, last seen ${timeInWords(Date.parse(lastSeenAt), now)}`}
          </p>
        </div>
        <Confirm
          button={<Button look="ghost" aria-label={`Another token for ${name}`} disabled={renew.isPending} />}
          question={`Give ${name} another token?`}
          consequence="The old token lets nobody in any more: if the robot is connected, it is disconnected within seconds, until it has the new one."
          yes="Make another"
          onYes={() => renew.mutate(undefined, { onSuccess: onToken })}
        >
          <KeyRound size={17} aria-hidden />
        </Confirm>
        <Remove
          name={name}
          consequence="It can't connect any more, and what it was told is forgotten. What it did stays among the events."
          onRemove={onRemove}
        />
      </div>
      {capabilities.length > 0 && (
        <ul aria-label={`What ${name} can do`} className="flex flex-wrap gap-2">
          {capabilities.map(({ name: ability, about, parameters }) => {
            const words = ability.replaceAll("_", " ");
            const needsMore = Object.values(parameters).some(({ required }) => required);
            return (
              <li key={ability}>
                <Button
                  title={needsMore ? `${about}. It needs to be told more: by a routine or the API.` : about}
                  disabled={!isOnline || needsMore || command.isPending}
                  onClick={() => command.mutate(ability)}
                >
                  {words}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </li>
  );
}
