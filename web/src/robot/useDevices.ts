import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import { useRemoval } from "../ui/useRemoval";
import { devicesQuery, type Device } from "./queries";

/** Registers a robot; the answer has its token, this one time. */
export function useAddDevice() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => bodyOf(await api.POST("/api/devices", { body: { name } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  });
}

/** Gives a robot another token, and shuts out whoever has the old one. */
export function useRenewToken({ id }: Device) {
  return useMutation({
    mutationFn: async () =>
      bodyOf(await api.POST("/api/devices/{device_id}/token", { params: { path: { device_id: id } } })),
  });
}

/** Tells a robot to do something that needs no more words. */
export function useCommand({ id, name }: Device) {
  return useMutation({
    mutationFn: async (command: string) =>
      bodyOf(
        await api.POST("/api/commands", { body: { command, deviceId: id, parameters: {}, timeoutS: 30 } }),
      ),
    onSuccess: ({ command }) => toast(`${name} is told: ${command.replaceAll("_", " ")}.`),
  });
}

/** Forgets robots with a way back. */
export function useDeviceRemoval() {
  const queries = useQueryClient();
  return useRemoval<Device>({
    nameOf: ({ name }) => name,
    remove: async ({ id }) => {
      await api.DELETE("/api/devices/{device_id}", { params: { path: { device_id: id } }, keepalive: true });
      await queries.invalidateQueries({ queryKey: devicesQuery.queryKey });
    },
  });
}
