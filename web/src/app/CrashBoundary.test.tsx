import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { CrashBoundary } from "./CrashBoundary";

function Broken(): never {
  throw new Error("bug");
}

it("never shows a blank page", () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  render(
    <CrashBoundary>
      <Broken />
    </CrashBoundary>,
  );
  expect(screen.getByRole("alert")).toHaveTextContent("This page broke");
  expect(screen.getByRole("button", { name: "Load it again" })).toBeVisible();
  expect(error).toHaveBeenCalled();
});
