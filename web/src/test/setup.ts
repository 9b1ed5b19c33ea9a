import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { toast } from "sonner";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { useAppState } from "../state/store";
import { server } from "./server";

/** A view that is loaded when it is first opened takes its time on a busy machine. */
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 20_000 });

/** What a test expects to be logged it silences by `vi.spyOn`; everything else fails it. */
beforeEach(() => {
  for (const level of ["warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      expect.unreachable(`console.${level}: ${words.join(" ")}`);
    });
  }
});

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  // Sonner shows what it still holds to the next page as well, before what that page has to say.
  toast.dismiss();
  server.resetHandlers();
  // What the browser keeps of one test is not of the next.
  localStorage.clear();
  useAppState.getState().reset();
});
afterAll(() => server.close());
