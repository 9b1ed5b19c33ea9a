import type { Camera } from "../api/client";
import type { Presence } from "../state/store";

type Named = Pick<Camera, "id" | "name">;

/** In which of several cameras a dog is seen now. */
export function gridSentence(
  cameras: readonly Named[],
  presence: Readonly<Record<string, Presence>>,
): string {
  const dogsAt = ({ id }: Named) => presence[id]?.dogs ?? null;
  const names = cameras.filter((one) => (dogsAt(one) ?? 0) > 0).map(({ name }) => name);
  if (names.length > 0) return `A dog is in view: ${names.join(", ")}.`;
  return cameras.every((one) => dogsAt(one) === 0) ? "No dog in view." : "Your cameras";
}
