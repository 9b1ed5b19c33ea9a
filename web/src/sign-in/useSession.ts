import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { api } from "../api/client";
import { meQuery } from "../api/queries";
import { useAppState } from "../state/store";

/** Signs in with a token and goes on to `then`; the sign-in page leaves no trace in the history. */
export function useSignIn(then: string) {
  const queries = useQueryClient();
  const { history } = useRouter();
  return useMutation({
    mutationFn: (token: string) => api.POST("/api/auth/login", { body: { token } }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: meQuery.queryKey });
      history.replace(then);
    },
    meta: { quiet: true },
  });
}

/** Ends the session; nothing of it stays in the page. */
export function useSignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => api.POST("/api/auth/logout"),
    onSuccess: async () => {
      await navigate({ to: "/sign-in", replace: true });
      queries.clear();
      useAppState.getState().reset();
    },
  });
}
