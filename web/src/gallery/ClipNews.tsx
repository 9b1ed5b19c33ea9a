import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { toast } from "sonner";
import { api } from "../api/client";
import { useAppState, type FollowedClip } from "../state/store";
import { clipStatusQuery } from "./queries";

/** Tells how the clips come along that were asked for on this page, whatever view is open by then. */
export function ClipNews() {
  const jobs = useAppState((state) => state.clipJobs);
  return jobs.map((clip) => <NewsOf key={clip.jobId} {...clip} />);
}

function NewsOf({ jobId, cameraId }: FollowedClip) {
  const { data } = useQuery(clipStatusQuery(jobId));
  const navigate = useNavigate();
  const forget = useAppState((state) => state.forgetClip);
  const { mutate: cancel } = useMutation({
    mutationFn: () => api.POST("/clipper/cancel/{job_id}", { params: { path: { job_id: jobId } } }),
    onSuccess: () => {
      forget(jobId);
      toast.dismiss(jobId);
    },
  });
  useEffect(() => {
    switch (data?.status) {
      case "complete":
        toast.success("The clip is kept.", {
          id: jobId,
          duration: 8000,
          action: {
            label: "Watch",
            onClick: () => void navigate({ to: "/gallery", search: { clip: jobId } }),
          },
        });
        forget(jobId);
        break;
      case "failed":
        toast.dismiss(jobId);
        // The server tells it as a notification too: one of them is enough.
        toast.error(`The clip could not be made: ${data.error ?? "something went wrong on our side"}.`, {
          id: `CLIP_CREATION_FAILED:${cameraId}`,
        });
        forget(jobId);
        break;
      case undefined:
      case "queued":
      case "processing":
        toast.loading(progressInWords(data?.progress ?? 0), {
          id: jobId,
          action: { label: "Cancel", onClick: () => cancel() },
        });
    }
  }, [data, jobId, cameraId, navigate, forget, cancel]);
  return null;
}

/** Until something was cut it waits for the recording: a percentage would only stand still. */
function progressInWords(progress: number): string {
  const keeping = "Keeping the last 30 s…";
  return progress > 0 ? `${keeping} ${Math.round(progress * 100)} %` : keeping;
}
