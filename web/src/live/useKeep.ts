import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { RefObject } from "react";
import { toast } from "sonner";
import { api, bodyOf, patientFetch } from "../api/client";
import { tell } from "../api/errors";
import type { Detected } from "../api/messages";
import { SNAPSHOTS } from "../gallery/queries";
import type { Sighting } from "../overlay/analysedFrames";
import { useAppState } from "../state/store";
import type { LivePlayer } from "../video/livePlayer";

const CLIP_MS = 30_000;

/**
 * Keeps the half minute before a moment of the recording (ms since the epoch), or before now, as a clip; how far it is
 * is told as a toast.
 */
export function useKeepClip(cameraId: string, moment: number | null = null) {
  return useMutation({
    mutationFn: async () => {
      // The server's clock: what it has recorded is named by it.
      const end = moment ?? Date.now() + useAppState.getState().clockSkewMs;
      const body = {
        videoSource: cameraId,
        startTimestamp: new Date(end - CLIP_MS).toISOString(),
        endTimestamp: new Date(end).toISOString(),
        labels: [],
        exact: false,
      };
      return bodyOf(await api.POST("/clipper/create", { body })).jobId;
    },
    onSuccess: (jobId) => useAppState.getState().followClip({ jobId, cameraId }),
  });
}

/** Marks a moment of the recording (ms since the epoch), or this one, as an event of the owner's own. */
export function useMark(cameraId: string, moment: number | null) {
  return useMutation({
    mutationFn: async () => {
      const at = moment ?? Date.now() + useAppState.getState().clockSkewMs;
      const body = { type: "mark", ts: new Date(at).toISOString(), data: { cameraId } };
      return bodyOf(await api.POST("/api/events", { body }));
    },
    onSuccess: (event) => {
      useAppState.getState().addEvent(event);
      toast.success("This moment is marked.");
    },
  });
}

/** Whoever shows pictures, now or of a recording. */
type Shows = Pick<LivePlayer, "seen">;

/** Keeps the picture that is on the screen, with the boxes that are drawn on it. */
export function useKeepPicture(cameraId: string, player: RefObject<Shows | null>) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      const seen = player.current?.seen ?? null;
      const overlays = seen && seen.sightings.length > 0 ? drawnOn(seen.sightings) : null;
      const captureTs = seen && new Date(seen.captureMs).toISOString();
      const body = { cameraId, captureTs, labels: [], note: null, overlays };
      return bodyOf(await api.POST("/api/snapshots", { body, fetch: patientFetch }));
    },
    onMutate: () => ({ id: toast.loading("Keeping this picture…") }),
    onSuccess: ({ id: snapshot }, _, { id }) => {
      void queries.invalidateQueries({ queryKey: SNAPSHOTS });
      toast.success("The picture is kept.", {
        id,
        action: { label: "Look", onClick: () => void navigate({ to: "/gallery", search: { snapshot } }) },
      });
    },
    onError: (error, _, context) => {
      toast.dismiss(context?.id);
      tell(error);
    },
    meta: { quiet: true },
  });
}

function drawnOn(sightings: readonly Sighting[]) {
  const ofKind = (kind: Sighting["kind"]): Detected[] =>
    sightings
      .filter((one) => one.kind === kind)
      .map(({ className, confidence, box, trackId }) => ({ class: className, confidence, box, trackId }));
  return { detections: ofKind("subject"), objects: ofKind("thing"), zones: false };
}
