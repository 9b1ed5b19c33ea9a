import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { api, bodyOf, type Camera } from "../api/client";
import { tell } from "../api/errors";
import { camerasQuery } from "../api/queries";
import { uploadCamera } from "../api/upload";

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
        return uploadCamera(camera.name, camera.file, setSent, abort.current.signal);
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

const UNDO_MS = 6000;

/**
 * Removes cameras with a way back: a camera goes from the list at once, and from the server when the time to
 * undo is over, or when the page is left.
 */
export function useRemoval() {
  const queries = useQueryClient();
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<string, () => void>());

  const bringBack = useCallback((id: string) => {
    setRemoved((all) => new Set([...all].filter((one) => one !== id)));
  }, []);

  const remove = useCallback(
    ({ id, name }: Camera) => {
      setRemoved((all) => new Set(all).add(id));
      const finish = () => {
        clearTimeout(timer);
        waiting.current.delete(id);
        const path = { camera_id: id };
        // keepalive: it is also sent when the page is being closed.
        api
          .DELETE("/api/cameras/{camera_id}", { params: { path }, keepalive: true })
          .then(() => queries.invalidateQueries({ queryKey: camerasQuery.queryKey }))
          .catch((error: unknown) => {
            bringBack(id);
            tell(error);
          });
      };
      const timer = setTimeout(finish, UNDO_MS);
      waiting.current.set(id, finish);
      toast(`${name} is deleted.`, {
        id: `removed:${id}`,
        duration: UNDO_MS,
        action: {
          label: "Undo",
          onClick: () => {
            clearTimeout(timer);
            if (waiting.current.delete(id)) bringBack(id);
          },
        },
      });
    },
    [queries, bringBack],
  );

  useEffect(() => {
    const pending = waiting.current;
    const finishAll = () => {
      for (const finish of [...pending.values()]) finish();
    };
    addEventListener("pagehide", finishAll);
    return () => {
      removeEventListener("pagehide", finishAll);
      finishAll();
    };
  }, []);

  return { removed, remove };
}
