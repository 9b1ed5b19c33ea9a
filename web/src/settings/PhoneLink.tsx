import { useMutation } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { toast } from "sonner";
import { api, bodyOf, type Camera } from "../api/client";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { cameraLink, reachOf, signInLink } from "./phoneLink";

const QrCode = lazy(() => import("./QrCode").then(({ QrCode }) => ({ default: QrCode })));

type Props = { readonly camera: Camera; readonly onClose: () => void };

/** How a phone or a laptop becomes this camera: a link to open there. */
export function PhoneLink({ camera, onClose }: Props) {
  const { origin } = location;
  const reach = reachOf(origin);
  const { data: token, mutate, isPending, isError } = useMakeToken(camera.name);
  useEffect(() => {
    if (reach !== "this-machine") mutate();
  }, [reach, mutate]);
  const link = token === undefined ? cameraLink(origin, camera.id) : signInLink(origin, camera.id, token);
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => toast.success("The link is copied."),
      () => toast.error("The browser did not let us copy. Select the link and copy it."),
    );
  };
  return (
    <Dialog
      title={`${camera.name} on a phone or laptop`}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-96"
    >
      <div className="flex flex-col gap-4 text-sm">
        {reach === "anywhere" ? (
          <p className="text-muted">
            Point the phone's camera at this code, or open the link on the laptop. Then touch “Start”.
          </p>
        ) : (
          <p role="alert">
            {reach === "this-machine"
              ? "This address leads to this very device alone, so only it can be the camera. For another one, open Pawsight by its https address in your network and come back here."
              : "A browser gives its camera only to pages that come over https. Open Pawsight by an https address and come back here; this link shows what a phone would see."}
          </p>
        )}
        {reach !== "this-machine" && (
          <div className="aspect-square" aria-busy={isPending}>
            {!isPending && (
              <Suspense>
                <QrCode text={link} />
              </Suspense>
            )}
          </div>
        )}
        <div className="flex items-center gap-2">
          <a
            href={link}
            target="_blank"
            rel="noreferrer"
            className="min-w-0 flex-1 truncate text-dog-text underline underline-offset-4"
          >
            {cameraLink(origin, camera.id)}
          </a>
          <Button look="ghost" aria-label="Copy the link" disabled={isPending} onClick={copy}>
            <Copy size={17} aria-hidden />
          </Button>
        </div>
        {reach !== "this-machine" && (
          <p className="text-muted">
            {isError
              ? "You have to sign in on that device."
              : "Whoever opens it is signed in as you, so keep it to yourself. It works for a day."}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** A token for the device, so that nobody has to type one there. */
function useMakeToken(cameraName: string) {
  return useMutation({
    mutationFn: async () => {
      const name = `Camera page of ${cameraName}`.slice(0, 100);
      const answer = await api.POST("/api/auth/tokens", {
        body: { name, scopes: ["read", "write"], expiresInDays: 1 },
      });
      return bodyOf(answer).token;
    },
    meta: { quiet: true },
  });
}
