import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "sonner";
import type { Message, NotificationMessage } from "../api/messages";
import { camerasQuery, checkSession, readinessQuery, recentEventsQuery } from "../api/queries";
import { hearOfJob } from "../gallery/queries";
import { hearOfEvaluation, hearOfModel } from "../models/news";
import { askForNotifications } from "../notifications/queries";
import { hearOfRobot } from "../robot/telemetry";
import { useAppState } from "../state/store";
import { publishFrameMessage } from "./frameMessages";
import { RealtimeSocket } from "./realtimeSocket";

let current: RealtimeSocket | null = null;

/** The page's socket, for those who see trouble first or want it tried again now. */
export const realtime = {
  retry: () => current?.retry(),
  suspect: () => current?.suspect(),
};

/** Keeps the WebSocket of the signed-in page open and hands its messages on. */
export function useRealtime(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const { setSocket, setClockSkew, addEvent } = useAppState.getState();
    const onMessage = (message: Message) => {
      switch (message.type) {
        case "hello":
          setClockSkew(Date.parse(message.serverTime) - Date.now());
          // Whatever happened while nobody listened is asked for.
          void queries.invalidateQueries({ queryKey: recentEventsQuery.queryKey });
          void queries.invalidateQueries({ queryKey: camerasQuery.queryKey });
          break;
        case "frame":
          publishFrameMessage(message);
          break;
        case "sound":
          // Nothing shows it yet.
          break;
        case "telemetry":
          hearOfRobot(message);
          break;
        case "model":
          hearOfModel(queries);
          break;
        case "event":
          addEvent(message.event);
          break;
        case "job":
          hearOfJob(queries, message);
          hearOfEvaluation(queries, message);
          break;
        case "notification":
          notify(message);
          void askForNotifications(queries);
          void queries.invalidateQueries({ queryKey: camerasQuery.queryKey });
          void queries.invalidateQueries({ queryKey: readinessQuery.queryKey });
          break;
      }
    };
    const socket = new RealtimeSocket({
      url: `${location.origin.replace(/^http/, "ws")}/ws`,
      onMessage,
      onState: (state) => {
        setSocket(state);
        if (state === "signed-out") checkSession(queries);
      },
    });
    current = socket;
    socket.start();
    return () => {
      current = null;
      socket.stop();
    };
  }, [queries]);
}

function notify({ level, text, code, cameraId, id }: NotificationMessage): void {
  toast[level](text, { id: id ?? `${code}:${cameraId ?? ""}` });
}
