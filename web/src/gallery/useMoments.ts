import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { useRemoval } from "../ui/useRemoval";
import { momentOfClip, momentOfSnapshot, type Moment, type Notes } from "./moments";
import { CLIPS, SNAPSHOTS } from "./queries";

/** Removes moments with a way back. */
export function useMomentRemoval() {
  const queries = useQueryClient();
  return useRemoval<Moment>({
    nameOf: ({ kind }) => (kind === "clip" ? "The clip" : "The snapshot"),
    nameOfSome: (count) => `${count} moments`,
    remove: async ({ kind, id }) => {
      if (kind === "clip") {
        await api.DELETE("/api/clips/{clip_id}", { params: { path: { clip_id: id } }, keepalive: true });
      } else {
        const path = { snapshot_id: id };
        await api.DELETE("/api/snapshots/{snapshot_id}", { params: { path }, keepalive: true });
      }
    },
    onDone: () => {
      void queries.invalidateQueries({ queryKey: CLIPS });
      void queries.invalidateQueries({ queryKey: SNAPSHOTS });
    },
  });
}

/** Links by which anybody sees a moment: `share` makes one for so many hours (an earlier one ends), `revoke` ends it. */
export function useShare({ kind, id }: Pick<Moment, "kind" | "id">) {
  const queries = useQueryClient();
  const onSuccess = () => {
    void queries.invalidateQueries({ queryKey: kind === "clip" ? CLIPS : SNAPSHOTS });
    void queries.invalidateQueries({ queryKey: ["moment", id] });
  };
  const share = useMutation({
    mutationFn: async (expiresInHours: number | null) => {
      const body = { expiresInHours };
      return bodyOf(
        kind === "clip"
          ? await api.POST("/api/clips/{clip_id}/share", { params: { path: { clip_id: id } }, body })
          : await api.POST("/api/snapshots/{snapshot_id}/share", {
              params: { path: { snapshot_id: id } },
              body,
            }),
      ).url;
    },
    onSuccess: async (url) => {
      onSuccess();
      await hand(url);
    },
  });
  const revoke = useMutation({
    mutationFn: async () => {
      if (kind === "clip") {
        await api.DELETE("/api/clips/{clip_id}/share", { params: { path: { clip_id: id } } });
      } else {
        await api.DELETE("/api/snapshots/{snapshot_id}/share", { params: { path: { snapshot_id: id } } });
      }
    },
    onSuccess: () => {
      onSuccess();
      share.reset();
      toast.success("Its link leads nowhere now.");
    },
  });
  return { share, revoke };
}

/**
 * Gives a moment its labels and its note. `onSaved` is called when the lists tell them too, also when the moment is not
 * open any more.
 */
export function useSaveNotes({ kind, id }: Pick<Moment, "kind" | "id">, onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ labels, note }: Notes): Promise<Moment> => {
      const body = { labels: [...labels], note };
      return kind === "clip"
        ? momentOfClip(
            bodyOf(await api.PATCH("/api/clips/{clip_id}", { params: { path: { clip_id: id } }, body })),
          )
        : momentOfSnapshot(
            bodyOf(
              await api.PATCH("/api/snapshots/{snapshot_id}", {
                params: { path: { snapshot_id: id } },
                body,
              }),
            ),
          );
    },
    onSuccess: async (moment) => {
      queries.setQueryData(["moment", id], moment);
      await queries.invalidateQueries({ queryKey: kind === "clip" ? CLIPS : SNAPSHOTS });
      onSaved();
    },
  });
}

/** Hands a link to the phone's own sharing, else to the clipboard; where both are refused it is on the page. */
async function hand(url: string): Promise<void> {
  try {
    if ("share" in navigator && navigator.maxTouchPoints > 0) await navigator.share({ url });
    else {
      await navigator.clipboard.writeText(url);
      toast.success("The link is copied. Whoever has it can watch.");
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
