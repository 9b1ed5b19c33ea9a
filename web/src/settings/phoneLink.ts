/** Where a phone can go with the address of this page. */
export type Reach = "anywhere" | "this-machine" | "insecure";

const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Whether another device that opens an address of `origin` finds Pawsight there, and is given its camera: a
 * browser wants https for that.
 */
export function reachOf(origin: string): Reach {
  const { protocol, hostname } = new URL(origin);
  if (THIS_MACHINE.test(hostname)) return "this-machine";
  return protocol === "https:" ? "anywhere" : "insecure";
}

/** The page on which a device becomes the camera. */
export const cameraLink = (origin: string, cameraId: string): string =>
  `${origin}/camera?id=${encodeURIComponent(cameraId)}`;

/** The same with a token: whoever follows it is signed in first. After `#`, so that no server sees or logs it. */
export function signInLink(origin: string, cameraId: string, token: string): string {
  const then = new URL(cameraLink(origin, cameraId));
  const search = new URLSearchParams({ then: then.pathname + then.search });
  return `${origin}/sign-in?${search.toString()}#token=${encodeURIComponent(token)}`;
}
