import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { api, bodyOf, type Camera } from "../api/client";
import { tell } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { uploadCamera } from "../api/upload";
import { useRemoval } from "../ui/useRemoval";

export type Change = { readonly name?: string; readonly enabled?: boolean };

/** Changes a camera; the list shows it at once and takes it back when the server refuses. */
export function useChangeCamera(camera: Camera) {
  const queries = useQueryClient();
  const { queryKey } = camerasQuery;
  return useMutation({
    mutationFn: async (change: Change) =>
      bodyOf(
        await api.PATCH("/api/cameras/{camera_id}", {
          params: { path: { camera_id: camera.id } },
          body: change,
        }),
      ),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (all) =>
        all?.map((one) => (one.id === camera.id ? { ...one, ...change } : one)),
      );
      return { before };
    },
    onError: (_error, _change, context) => queries.setQueryData(queryKey, context?.before),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

export type NewCamera =
  | { readonly kind: "url"; readonly name: string; readonly url: string }
  | { readonly kind: "push"; readonly name: string }
  | { readonly kind: "file"; readonly name: string; readonly file: File };

/** Adds a camera; `sent` tells how much of a video is uploaded, 0..1. */
export function useAddCamera() {
  const queries = useQueryClient();
  const [sent, setSent] = useState(0);
  const abort = useRef<AbortController>(null);
  const mutation = useMutation({
    mutationFn: async (camera: NewCamera) => {
      setSent(0);
      if (camera.kind === "file") {
        abort.current = new AbortController();
        return uploadCamera(camera.name, camera.file, { onProgress: setSent, signal: abort.current.signal });
      }
      const { name, ...source } = camera;
      return bodyOf(await api.POST("/api/cameras", { body: { name, source } }));
    },
    onSuccess: async ({ name }) => {
      toast.success(`${name} is added.`);
      await queries.invalidateQueries({ queryKey: camerasQuery.queryKey });
    },
    onError: (error) => {
      if (!(error instanceof DOMException)) tell(error);
    },
    meta: { quiet: true },
  });
  return { ...mutation, sent, cancel: () => abort.current?.abort() };
}

/** Removes cameras with a way back. */
export function useCameraRemoval() {
  const queries = useQueryClient();
  return useRemoval<Camera>({
    nameOf: ({ name }) => name,
    remove: async ({ id }) => {
      const path = { camera_id: id };
      await api.DELETE("/api/cameras/{camera_id}", { params: { path }, keepalive: true });
      await queries.invalidateQueries({ queryKey: camerasQuery.queryKey });
    },
  });
}
