import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it } from "vitest";
import { openPage } from "../test/openPage";
import { server } from "../test/server";
import type { Token } from "./tokens";

let tokens: Token[];
let sent: unknown[];
beforeEach(() => {
  tokens = [];
  sent = [];
  server.use(
    http.get("/api/auth/tokens", () => HttpResponse.json({ items: tokens, nextCursor: null })),
    http.post("/api/auth/tokens", async ({ request }) => {
      const { name, scopes } = (await request.json()) as Pick<Token, "name" | "scopes">;
      sent.push({ name, scopes });
      const made = {
        id: "t1",
        name,
        scopes,
        createdAt: "2025-10-24T10:00:00.000Z",
        expiresAt: "2099-01-22T10:00:00.000Z",
        lastUsedAt: null,
      };
      tokens = [made];
      return HttpResponse.json({ ...made, token: "pat-secret" }, { status: 201 });
    }),
    http.delete("/api/auth/tokens/:id", ({ params }) => {
      sent.push(params.id);
      tokens = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

it("makes a token with the scopes that were chosen, shows it once, and revokes it after a question", async () => {
  const { user } = openPage("/settings/tokens");
  await user.click(await screen.findByRole("button", { name: "Make a token" }));
  await user.type(screen.getByRole("textbox", { name: "What it is for" }), "notebook");
  await user.click(screen.getByRole("checkbox", { name: /^write/ }));
  await user.click(screen.getByRole("button", { name: "Make it" }));
  const secret = await screen.findByRole("dialog", { name: "The token “notebook”" });
  expect(secret).toHaveTextContent("pat-secret");
  expect(sent).toEqual([{ name: "notebook", scopes: ["read", "write"] }]);
  await user.click(within(secret).getByRole("button", { name: "I have it" }));
  expect(await screen.findByText(/^read, write · expires .*2099 · never used$/)).toBeVisible();
  expect(screen.queryByText("pat-secret")).toBeNull();

  await user.click(screen.getByRole("button", { name: "Revoke notebook" }));
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Revoke" }));
  await waitFor(() => expect(sent.at(-1)).toBe("t1"));
  expect(await screen.findByText("None yet.")).toBeVisible();
});

it("offers no scope that the person does not have, and makes none without any", async () => {
  const { user } = openPage("/settings/tokens");
  await user.click(await screen.findByRole("button", { name: "Make a token" }));
  await waitFor(() => expect(screen.getAllByRole("checkbox")).toHaveLength(2));
  expect(screen.queryByRole("checkbox", { name: /^admin/ })).toBeNull();
  await user.click(screen.getByRole("checkbox", { name: /^read/ }));
  expect(screen.getByRole("button", { name: "Make it" })).toBeDisabled();
});
