import type { FrameMessage } from "../api/messages";

type Listener = (message: FrameMessage) => void;

const listeners = new Map<string, Set<Listener>>();

/** Hands a camera's answers past React to whoever draws them. Returns how to stop listening. */
export function onFrameMessage(cameraId: string, listener: Listener): () => void {
  const ofCamera = listeners.get(cameraId) ?? new Set();
  listeners.set(cameraId, ofCamera.add(listener));
  return () => {
    ofCamera.delete(listener);
    if (ofCamera.size === 0 && listeners.get(cameraId) === ofCamera) listeners.delete(cameraId);
  };
}

export function publishFrameMessage(message: FrameMessage): void {
  for (const listener of listeners.get(message.cameraId) ?? []) listener(message);
}
