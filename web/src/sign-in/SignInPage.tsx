import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState, type SubmitEvent } from "react";
import { ApiError, inWords } from "../api/errors";
import { Button } from "../ui/Button";
import { Mark } from "../ui/Mark";
import { useSignIn } from "./useSession";

const route = getRouteApi("/sign-in");

/** The token of a sign-in link (`/sign-in#token=...`), taken out of the address: it must not stay in the history. */
function takeTokenFromAddress(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}

export function SignInPage() {
  const { then = "/" } = route.useSearch();
  const signIn = useSignIn(then);
  const [token, setToken] = useState("");
  const { mutate } = signIn;
  useEffect(() => {
    const followLink = () => {
      const fromLink = takeTokenFromAddress();
      if (fromLink !== null) mutate(fromLink);
    };
    followLink();
    // The link opened in a tab that is here already changes the fragment alone.
    addEventListener("hashchange", followLink);
    return () => removeEventListener("hashchange", followLink);
  }, [mutate]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate(token.trim());
  };
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm">
        <Mark className="mb-5 size-12" />
        <h1 className="text-2xl font-semibold tracking-tight">Sign in to Pawsight</h1>
        <p className="mt-2 text-sm text-muted">
          Open the link that Pawsight printed when it started, or paste its token here.
        </p>
        <form onSubmit={submit} className="mt-6 flex flex-col gap-3">
          <label htmlFor="token" className="text-sm font-medium">
            Token
          </label>
          <input
            id="token"
            type="password"
            autoComplete="current-password"
            required
            value={token}
            onChange={({ target }) => setToken(target.value)}
            aria-invalid={signIn.isError}
            aria-describedby="sign-in-problem"
            className="min-h-11 rounded-lg border border-line bg-panel px-3 text-base"
          />
          <p id="sign-in-problem" role="alert" className="min-h-5 text-sm text-alarm">
            {signIn.isError && problemInWords(signIn.error)}
          </p>
          <Button type="submit" look="primary" disabled={signIn.isPending || signIn.isSuccess}>
            {signIn.isPending || signIn.isSuccess ? "Signing in…" : "Sign in"}
          </Button>
        </form>
      </div>
    </main>
  );
}

function problemInWords(error: unknown): string {
  if (error instanceof ApiError && error.code === "TOKEN_UNKNOWN") {
    return "This token is not valid. Copy it again from where Pawsight was started.";
  }
  return inWords(error);
}
