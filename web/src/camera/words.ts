import type { LensProblem } from "./lens";
import type { PushState } from "./pushCamera";

type Words = { readonly title: string; readonly text: string };

/** Why there is no picture, and what to do. */
export function problemInWords(problem: LensProblem): Words {
  switch (problem) {
    case "insecure":
      return {
        title: "This address can't use the camera",
        text: "A browser gives its camera only to pages that come over https, or from this very device. Open Pawsight by its https address here, and come back to this page.",
      };
    case "refused":
      return {
        title: "The camera is not allowed",
        text: "Allow it: touch the lock beside the address, choose Permissions, and allow Camera and Microphone for this page. If your phone asks nothing, look in its own settings for this browser's permissions.",
      };
    case "none":
      return { title: "No camera found", text: "Plug one in, or open this page on a phone." };
    case "busy":
      return {
        title: "The camera is in use",
        text: "Another app or page has it. Close that one, then try again.",
      };
    case "unknown":
      return { title: "The camera does not open", text: "Try again; if it stays so, restart the browser." };
  }
}

/** How the sending goes, in a sentence. */
export function linkInWords({ link, media }: Pick<PushState, "link" | "media">, name: string): string {
  switch (link?.status) {
    case undefined:
      return media ? "Ready. Nothing is sent yet." : "The camera is off.";
    case "connecting":
      return "Connecting…";
    case "live":
      return `Live: ${name} sees through this device.`;
    case "waiting":
      return "The connection broke off. Trying again…";
    case "taken-over":
      return `Another device is ${name} now.`;
    case "refused":
      return link.why;
    case "signed-out":
      return "You are signed out.";
  }
}
