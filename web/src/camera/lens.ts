import type { Media } from "../video/whipSession";

/** One camera of this device. */
export type Lens = { readonly id: string; readonly label: string };

/**
 * Why there is no picture. `insecure`: the browser gives cameras to no page of this address; `refused`: the person
 * or the system said no; `none`: there is no camera; `busy`: another program has it.
 */
export type LensProblem = "insecure" | "refused" | "none" | "busy" | "unknown";

const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};
/** What is pleasant in a call would take the barking for noise. */
const SOUND: MediaTrackConstraints = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: true,
};

/** Cameras are given to pages of a secure context alone: https, or this very machine. */
export const canOpenLens = (): boolean => isSecureContext && "mediaDevices" in navigator;

/** Whether the browser opens a lens without asking. */
export async function isLensAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false; // not every browser tells
  }
}

/**
 * The picture of a lens (null: the one on the back, or whichever there is), and its sound if it is wanted and
 * allowed. The browser asks the person, for both at once.
 *
 * @throws whatever `getUserMedia` throws; see `problemOf`.
 */
export async function openMedia(lensId: string | null, wantsSound: boolean): Promise<Media> {
  const which = lensId === null ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: lensId } };
  const video = { ...PICTURE, ...which };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video, audio: wantsSound ? SOUND : false });
  } catch (error) {
    if (!wantsSound || problemOf(error) === "busy") throw error;
    // No microphone, or not this one: the picture alone is worth having.
    stream = await navigator.mediaDevices.getUserMedia({ video });
  }
  const [picture] = stream.getVideoTracks();
  if (!picture) throw new DOMException("a stream without a picture", "NotFoundError");
  picture.contentHint = "motion";
  return { video: picture, audio: stream.getAudioTracks()[0] ?? null };
}

/**
 * The microphone alone; the picture goes on.
 *
 * @throws whatever `getUserMedia` throws.
 */
export async function openSound(): Promise<MediaStreamTrack | null> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: SOUND });
  return stream.getAudioTracks()[0] ?? null;
}

export function closeMedia(media: Media | null): void {
  media?.video.stop();
  media?.audio?.stop();
}

/** This device's lenses; a browser tells their names only once it was allowed to use one. */
export async function lenses(): Promise<Lens[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "")
    .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `Camera ${index + 1}` }));
}

export function problemOf(error: unknown): LensProblem {
  if (!(error instanceof DOMException)) return "unknown";
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "unknown";
  }
}
