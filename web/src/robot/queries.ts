import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";
import { useAppState } from "../state/store";

type Schemas = components["schemas"];
export type Device = Schemas["DeviceInfo"];
export type DeviceWithToken = Schemas["DeviceWithToken"];

/** Nothing tells of a robot that connects or goes, so the page asks. */
const ASK_AGAIN_MS = 10_000;

/** The owner's robots; what the connected one can do is in the store too, as the contract has it. */
export const devicesQuery = queryOptions({
  queryKey: ["devices"],
  queryFn: async ({ signal }) => {
    const { items } = bodyOf(await api.GET("/api/devices", { signal }));
    const online = items.find(({ status }) => status === "online");
    useAppState.getState().setDevice({
      status: online ? "connected" : "offline",
      capabilities: online?.capabilities.map(({ name }) => name) ?? [],
    });
    return items;
  },
  refetchInterval: ASK_AGAIN_MS,
  meta: { quiet: true },
});
