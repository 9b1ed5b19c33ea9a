import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { openPage } from "../test/openPage";
import { refusal, server } from "../test/server";

let tokens: unknown[];
let signedIn: boolean;

beforeEach(() => {
  tokens = [];
  signedIn = false;
  server.use(
    http.post("/api/auth/login", async ({ request }) => {
      const { token } = (await request.json()) as { token: string };
      tokens.push(token);
      if (token !== "right") return refusal(401, "TOKEN_UNKNOWN", "This token is not valid");
      signedIn = true;
      return new HttpResponse(null, { status: 204 });
    }),
    http.post("/api/auth/logout", () => {
      signedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("/api/auth/me", () =>
      signedIn
        ? HttpResponse.json({ userId: "u", email: "ada@example.org", role: "owner", scopes: ["read"] })
        : refusal(401, "NOT_SIGNED_IN", "Sign in first"),
    ),
  );
});

describe("signing in", () => {
  it("takes the launcher's link to the live view, and leaves no token in the address", async () => {
    const entries = history.length;
    openPage("/sign-in#token=right");
    expect(await screen.findByText("Add your first camera")).toBeVisible();
    expect([location.pathname, location.hash, history.length - entries]).toEqual(["/", "", 0]);
    expect(tokens).toEqual(["right"]);
  });

  it("takes the link in a tab that shows this page already", async () => {
    openPage("/sign-in");
    await screen.findByLabelText("Token");
    location.hash = "#token=right";
    expect(await screen.findByText("Add your first camera")).toBeVisible();
  });

  it("leads on to where the link says, within Pawsight alone", async () => {
    openPage("/sign-in?then=%2Fsettings#token=right");
    expect(await screen.findByRole("heading", { name: "Settings" })).toBeVisible();
  });

  it.each(["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"])(
    "leads to the live view instead of %s",
    async (then) => {
      openPage(`/sign-in?then=${encodeURIComponent(then)}#token=right`);
      expect(await screen.findByText("Add your first camera")).toBeVisible();
    },
  );

  it("takes a pasted token", async () => {
    const { user } = openPage("/sign-in");
    await user.type(await screen.findByLabelText("Token"), " right ");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Add your first camera")).toBeVisible();
  });

  it("says in words that a token is wrong, and takes another", async () => {
    const { user } = openPage("/sign-in#token=wrong");
    await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent(/not valid/));
    expect(location.href).not.toContain("wrong");
    await user.type(screen.getByLabelText("Token"), "right{Enter}");
    expect(await screen.findByText("Add your first camera")).toBeVisible();
  });

  it("says when too many tokens were tried", async () => {
    server.use(
      http.post("/api/auth/login", () =>
        refusal(429, "TOO_MANY_ATTEMPTS", "Too many wrong tokens; wait a minute"),
      ),
    );
    openPage("/sign-in#token=right");
    await waitFor(() =>
      expect(screen.getByRole("alert")).toHaveTextContent("Too many wrong tokens; wait a minute"),
    );
  });

  it("is where everybody goes who is not signed in", async () => {
    openPage("/settings");
    expect(await screen.findByRole("heading", { name: "Sign in to Pawsight" })).toBeVisible();
    expect(location.pathname).toBe("/sign-in");
  });
});

describe("signing out", () => {
  it("ends the session and comes back here", async () => {
    const { user } = openPage("/sign-in#token=right");
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    expect(await screen.findByLabelText("Token")).toBeVisible();
    expect(signedIn).toBe(false);
  });
});
