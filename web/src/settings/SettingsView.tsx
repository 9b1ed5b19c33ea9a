import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Camera } from "../api/client";
import { inWords } from "../api/errors";
import { camerasQuery, meQuery, readinessQuery } from "../api/queries";
import { BatchRuns } from "../runs/BatchRuns";
import { useSignOut } from "../sign-in/useSession";
import { Button } from "../ui/Button";
import { Problem } from "../ui/Problem";
import { AddCamera } from "./AddCamera";
import { CameraRow } from "./CameraRow";
import { PhoneLink } from "./PhoneLink";
import { TimeZoneField } from "./TimeZoneField";
import { useCameraRemoval } from "./useCameras";

export function SettingsView() {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-10 overflow-y-auto p-4 pb-10 desk:py-8">
      <h1 className="text-2xl font-semibold tracking-tight">Settings</h1>
      <Cameras />
      <TimeZoneField />
      <Models />
      <BatchRuns />
      <Account />
    </div>
  );
}

function Cameras() {
  const cameras = useQuery(camerasQuery);
  const { removed, remove } = useCameraRemoval();
  const [connecting, setConnecting] = useState<Camera | null>(null);
  const shown = cameras.data?.filter(({ id }) => !removed.has(id));
  return (
    <section aria-labelledby="cameras-title" className="flex flex-col gap-3">
      <h2 id="cameras-title" className="text-base font-semibold">
        Cameras
      </h2>
      {shown ? (
        <ul className="divide-y divide-line rounded-xl border border-line bg-panel empty:hidden">
          {shown.map((camera) => (
            <CameraRow
              key={camera.id}
              camera={camera}
              onRemove={() => remove(camera)}
              onConnect={() => setConnecting(camera)}
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
    </section>
  );
}

function Models() {
  const { data } = useQuery(readinessQuery);
  const { detector, pose } = data?.checks ?? {};
  return (
    <section aria-labelledby="models-title" className="flex flex-col gap-2">
      <h2 id="models-title" className="text-base font-semibold">
        Models
      </h2>
      <p className="min-h-10 text-sm text-muted">
        {detector &&
          (detector.ok
            ? `Dogs are found by ${detector.model ?? "a model"}.`
            : "Can't look for dogs right now.")}
        {detector?.fellBackFrom && ` ${detector.fellBackFrom} did not load, so the lighter one stands in.`}
        {detector?.reason && ` (${detector.reason})`}
        {pose &&
          (pose.ok
            ? ` Their joints are found by ${pose.model ?? "a model"}.`
            : " Can't tell what they do right now.")}
        {pose?.reason && ` (${pose.reason})`}
      </p>
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
