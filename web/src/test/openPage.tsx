import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { vi } from "vitest";
import { createPage } from "../app/createPage";
import { Page } from "../app/Page";
import { FakeSocket } from "./fakeSocket";

/** The whole page at an address, with what jsdom lacks: a screen to draw on and the server's WebSocket. */
export function openPage(address: string) {
  FakeSocket.install();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  Element.prototype.setPointerCapture = () => undefined;
  vi.stubGlobal("scrollTo", () => undefined);
  history.replaceState(null, "", address);
  const parts = createPage();
  return { user: userEvent.setup(), ...parts, ...render(<Page {...parts} />) };
}
