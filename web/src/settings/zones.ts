import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf, type Camera } from "../api/client";
import type { Point } from "./polygon";

/** A polygon over a camera's picture: pairs of x and y, fractions of the picture. */
export type Zone = {
  readonly id: string;
  readonly name: string;
  readonly polygon: readonly (readonly number[])[];
};

export const zonesQuery = (cameraId: string) =>
  queryOptions({
    queryKey: ["zones", cameraId],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET("/api/cameras/{camera_id}/zones", {
          params: { path: { camera_id: cameraId } },
          signal,
        }),
      ).items,
    meta: { quiet: true },
  });

export type NewZone = { readonly name: string; readonly polygon: readonly Point[] };

/** Draws a zone of a camera. */
export function useAddZone({ id }: Camera) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, polygon }: NewZone) =>
      bodyOf(
        await api.POST("/api/cameras/{camera_id}/zones", {
          params: { path: { camera_id: id } },
          body: { name, polygon: polygon.map(({ x, y }): [number, number] => [x, y]) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: zonesQuery(id).queryKey }),
  });
}

/** Takes a zone away. */
export function useDeleteZone({ id }: Camera) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (zone: Zone) =>
      api.DELETE("/api/cameras/{camera_id}/zones/{zone_id}", {
        params: { path: { camera_id: id, zone_id: zone.id } },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: zonesQuery(id).queryKey }),
  });
}
