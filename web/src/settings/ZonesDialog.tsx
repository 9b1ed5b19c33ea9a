import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import type { Camera } from "../api/client";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FIELD, LABEL, LIST } from "../ui/field";
import { Loaded } from "../ui/Loaded";
import { Remove } from "../ui/Remove";
import { FEWEST, type Point } from "./polygon";
import { ZonePicture } from "./ZonePicture";
import { useAddZone, useDeleteZone, zonesQuery } from "./zones";

type Props = { readonly camera: Camera; readonly onClose: () => void };

/** The zones of a camera, drawn on its picture: a dog that steps into one, or out of it, is an event. */
export function ZonesDialog({ camera, onClose }: Props) {
  const zones = useQuery(zonesQuery(camera.id));
  const add = useAddZone(camera);
  const remove = useDeleteZone(camera);
  const [points, setPoints] = useState<readonly Point[]>([]);
  const [isClosed, setClosed] = useState(false);
  const begin = () => {
    setPoints([]);
    setClosed(false);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    if (typeof name === "string") add.mutate({ name: name.trim(), polygon: points }, { onSuccess: begin });
  };
  return (
    <Dialog
      title={`Zones of ${camera.name}`}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-[44rem]"
    >
      <div className="flex flex-col gap-4">
        <ZonePicture
          camera={camera}
          zones={zones.data ?? []}
          points={points}
          isClosed={isClosed}
          onChange={setPoints}
          onClose={() => setClosed(true)}
        />
        {/* Always there: the picture must not move under the finger that draws on it. */}
        <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
          {isClosed && (
            <label className={`${LABEL} min-w-48 flex-1`}>
              Name
              <input name="name" required maxLength={100} autoFocus placeholder="Couch" className={FIELD} />
            </label>
          )}
          <Button look="ghost" disabled={points.length === 0} onClick={begin}>
            Begin again
          </Button>
          {/* Two buttons, not one that changes: a click that closes the zone would send the form. */}
          {isClosed ? (
            <Button key="keep" type="submit" look="primary" disabled={add.isPending}>
              Keep it
            </Button>
          ) : (
            <Button key="close" disabled={points.length < FEWEST} onClick={() => setClosed(true)}>
              Close it
            </Button>
          )}
        </form>
        <Loaded query={zones} what="the zones">
          {(all) =>
            all.length === 0 ? (
              <p className="text-sm text-muted">No zone yet.</p>
            ) : (
              <ul aria-label="Zones" className={LIST}>
                {all.map((zone) => (
                  <li key={zone.id} className="flex min-h-14 items-center justify-between gap-2 pr-2 pl-4">
                    <span className="truncate font-medium">{zone.name}</span>
                    <Remove
                      name={zone.name}
                      consequence="Nobody is told any more when a dog is there. The events that it made stay."
                      onRemove={() => remove.mutate(zone)}
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Dialog>
  );
}
