import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import { camerasQuery, meQuery } from "../api/queries";
import { useSignOut } from "../sign-in/useSession";
import { Button } from "../ui/Button";
import { Problem } from "../ui/Problem";
import { AddCamera } from "./AddCamera";
import { CameraRow } from "./CameraRow";
import { PhoneLink } from "./PhoneLink";
import { SettingsFrame } from "./SettingsFrame";
import { TimeZoneField } from "./TimeZoneField";
import { useCameraRemoval } from "./useCameras";

const ZonesDialog = lazy(() => import("./ZonesDialog").then((part) => ({ default: part.ZonesDialog })));

/** Cameras, and what is the owner's: her days, her account. */
export function SettingsView() {
  return (
    <SettingsFrame title="Settings">
      <Cameras />
      <TimeZoneField />
      <Account />
    </SettingsFrame>
  );
}

function Cameras() {
  const cameras = useQuery(camerasQuery);
  const { removed, remove } = useCameraRemoval();
  const [zoned, setZoned] = useState<Camera | null>(null);
  const [connecting, setConnecting] = useState<Camera | null>(null);
  const shown = cameras.data?.filter(({ id }) => !removed.has(id));
  return (
    <section aria-labelledby="cameras-title" className="flex flex-col gap-3">
      <h2 id="cameras-title" className="text-base font-semibold">
        Cameras
      </h2>
      {shown?.length === 0 ? (
        <p className="rounded-xl border border-line px-6 py-5 text-center text-sm text-muted">
          No camera yet. Add one on your network, a phone or laptop, or a video of your dog.
        </p>
      ) : shown ? (
        <ul className="divide-y divide-line rounded-xl border border-line bg-panel">
          {shown.map((camera) => (
            <CameraRow
              key={camera.id}
              camera={camera}
              onRemove={() => remove(camera)}
              onConnect={() => setConnecting(camera)}
              onZones={() => setZoned(camera)}
            />
          ))}
        </ul>
      ) : cameras.isPending ? (
        <div
          aria-busy
          aria-label="Loading your cameras"
          className="h-18 animate-pulse rounded-xl border border-line bg-panel"
        />
      ) : (
        <Problem
          title="Your cameras can't be shown"
          action={{ label: "Try again", run: () => void cameras.refetch() }}
        >
          {inWords(cameras.error)}
        </Problem>
      )}
      <AddCamera onPushed={setConnecting} />
      {connecting && <PhoneLink camera={connecting} onClose={() => setConnecting(null)} />}
      <Suspense>{zoned && <ZonesDialog camera={zoned} onClose={() => setZoned(null)} />}</Suspense>
    </section>
  );
}

function Account() {
  const { data } = useQuery(meQuery);
  const signOut = useSignOut();
  return (
    <section aria-labelledby="account-title" className="flex flex-col gap-3">
      <h2 id="account-title" className="text-base font-semibold">
        Account
      </h2>
      <div className="flex items-center justify-between gap-4">
        <p className="min-w-0 truncate text-sm text-muted">{data && `Signed in as ${data.email}`}</p>
        <Button onClick={() => signOut.mutate()} disabled={signOut.isPending}>
          Sign out
        </Button>
      </div>
    </section>
  );
}
