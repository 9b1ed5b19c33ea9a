import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";
import { fullTime, timeInWords } from "../events/time";
import { Loaded } from "../ui/Loaded";
import { EMPTY, LIST } from "../ui/field";
import { sizeInWords } from "../ui/sizes";
import { useNow } from "../ui/useNow";
import { Section } from "./Section";
import { SettingsFrame } from "./SettingsFrame";

type Storage = components["schemas"]["Storage"];
type CameraStorage = components["schemas"]["CameraStorageInfo"];

const storageQuery = queryOptions({
  queryKey: ["storage"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/storage", { signal })),
  refetchInterval: 15_000,
  meta: { quiet: true },
});

/** How much is kept of each camera, how long it stays, and how much room is left. */
export function StorageView() {
  const storage = useQuery(storageQuery);
  const now = useNow(30_000);
  return (
    <SettingsFrame title="Storage" summary={storage.data ? summaryOf(storage.data) : ""}>
      <Section title="Cameras" about={storage.data && retentionInWords(storage.data)}>
        <Loaded query={storage} what="what is kept">
          {({ cameras, retention }) =>
            cameras.length === 0 ? (
              <p className={EMPTY}>Nothing is kept yet: there is no camera.</p>
            ) : (
              <ul aria-label="What is kept, by camera" className={LIST}>
                {cameras.map((one) => (
                  <CameraRow
                    key={one.cameraId ?? "gone"}
                    camera={one}
                    most={retention.cameraBytes}
                    now={now}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      {storage.data?.disk && <Room {...storage.data.disk} />}
    </SettingsFrame>
  );
}

function summaryOf({ cameras, disk }: Storage): string {
  const sum = cameras.reduce((all, one) => all + totalOf(one), 0);
  const left = disk ? `, ${sizeInWords(disk.freeBytes)} are free` : "";
  return `${sizeInWords(sum)} are kept${left}.`;
}

function retentionInWords({ retention: { days, cameraBytes } }: Storage): string {
  const time = days === 1 ? "a day" : `${days} days`;
  return (
    `Recordings stay for ${time}, and up to ${sizeInWords(cameraBytes)} a camera; then the oldest go. ` +
    "Clips and snapshots stay until you delete them."
  );
}

const totalOf = ({ recordedBytes, clipBytes, snapshotBytes }: CameraStorage) =>
  recordedBytes + clipBytes + snapshotBytes;

type RowProps = { readonly camera: CameraStorage; readonly most: number; readonly now: number };

function CameraRow({ camera, most, now }: RowProps) {
  const { name, recordedBytes, clipBytes, snapshotBytes, since } = camera;
  const title = name ?? "Cameras that are gone";
  return (
    <li className="flex flex-col gap-1.5 p-4">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="truncate font-medium">{title}</h3>
        <p className="shrink-0 text-sm tabular-nums">{sizeInWords(totalOf(camera))}</p>
      </div>
      {name !== null && (
        <meter
          aria-label={`Recordings of ${title}, of what they may take`}
          min={0}
          max={most}
          value={recordedBytes}
          className="h-1.5 w-full"
        />
      )}
      <p className="text-sm text-muted tabular-nums">
        {name !== null && (
          <>
            Recordings {sizeInWords(recordedBytes)}
            {since !== null && (
              <>
                {" since "}
                <time dateTime={since} title={fullTime(Date.parse(since))}>
                  {timeInWords(Date.parse(since), now)}
                </time>
              </>
            )}
            {" · "}
          </>
        )}
        Clips {sizeInWords(clipBytes)} · Snapshots {sizeInWords(snapshotBytes)}
      </p>
    </li>
  );
}

function Room({ totalBytes, freeBytes }: { readonly totalBytes: number; readonly freeBytes: number }) {
  return (
    <Section
      title="Disk"
      about="Of the machine that Pawsight runs on. When it is nearly full, you are told, and the oldest recordings go."
    >
      <meter
        aria-label="How full the disk is"
        min={0}
        max={totalBytes}
        high={totalBytes * 0.9}
        value={totalBytes - freeBytes}
        className="h-1.5 w-full"
      />
      <p className="text-sm text-muted tabular-nums">
        {sizeInWords(freeBytes)} free of {sizeInWords(totalBytes)}
      </p>
    </Section>
  );
}
